// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/core/time.h"
#include "shared/domain/state/state.h"
#include "shared/wire/answers/alert_totals.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// What /state left out to stay small, and which journal it is of.
struct StateFrame {
    std::uint64_t alerts_left_out = 0;
    std::uint64_t changes_left_out = 0;
    std::string journal_identity {};
    Timestamp server_time {};
    std::string sight {};                 // as whom it was seen: another mark, another sight
    std::optional<AlertTotals> totals {}; // nothing for who is told of no alerts

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alerts_left_out", self.alerts_left_out);
        visit("changes_left_out", self.changes_left_out);
        visit("journal_identity", self.journal_identity);
        visit("server_time", self.server_time);
        visit("sight", self.sight);
        visit("totals", self.totals);
    }
};

struct StateAnswer {
    StateFrame frame {};
    State state {};
};

// {"alerts_left_out":…,"journal_identity":"…","server_time":"…","state":{…}}
std::string state_answer_to_wire(const StateFrame& frame, const State& state);

Result<StateAnswer> state_answer_from_wire(std::string_view text);

}
