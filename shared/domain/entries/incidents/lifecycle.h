// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/clocks.h"
#include "shared/domain/entities/incidents/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct IncidentAcknowledged {
    static constexpr std::string_view kind = "incident.acknowledged";
    static constexpr int version = 1;
    IncidentId incident {};
    Timestamp acknowledged_at {};
    std::vector<TargetClock> clocks {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("acknowledged_at", self.acknowledged_at);
        visit("clocks", self.clocks);
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// One move in the state machine, with what its gate asked for.
struct IncidentMoved {
    static constexpr std::string_view kind = "incident.moved";
    static constexpr int version = 1;
    IncidentId incident {};
    IncidentState from = IncidentState::New;
    IncidentState to = IncidentState::New;
    UserId owner {};
    std::optional<HoldReason> hold_reason {};
    std::optional<Timestamp> resume_review_at {};
    std::optional<Timestamp> acknowledged_at {};
    std::optional<Timestamp> mitigated_at {};
    std::optional<Timestamp> contained_at {};
    std::optional<Timestamp> restored_at {};
    std::optional<Timestamp> resolved_at {};
    std::optional<Timestamp> closed_at {};
    std::string resolution_code {};
    std::string problem_reference {};
    std::optional<bool> evidence_preserved {}; // as answered on resolving
    bool user_confirmed = false;
    std::int64_t reopen_count = 0;
    std::vector<TargetClock> clocks {};
    std::vector<std::string> fill_later {};
    std::string note {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("acknowledged_at", self.acknowledged_at);
        visit("clocks", self.clocks);
        visit("closed_at", self.closed_at);
        visit("contained_at", self.contained_at);
        visit("evidence_preserved", self.evidence_preserved);
        visit("fill_later", self.fill_later);
        visit("from", self.from);
        visit("hold_reason", self.hold_reason);
        visit("incident", self.incident);
        visit("mitigated_at", self.mitigated_at);
        visit("owner", self.owner);
        visit("problem_reference", self.problem_reference);
        visit("reopen_count", self.reopen_count);
        visit("resolution_code", self.resolution_code);
        visit("resolved_at", self.resolved_at);
        visit("restored_at", self.restored_at);
        visit("resume_review_at", self.resume_review_at);
        visit("to", self.to);
        visit("user_confirmed", self.user_confirmed);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("note", self.note);
    }
};

}
