// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/states.h"

#include <cstdint>
#include <optional>
#include <string>

namespace watchfloor {

// A move of the state machine, or with `to` unset an acknowledgement.
struct MoveIncident {
    IncidentId incident {};
    std::int64_t version = 0;
    bool acknowledge = false;
    std::optional<IncidentState> to {};
    std::string note {};
    UserId owner {};
    std::optional<HoldReason> hold_reason {};
    std::optional<Timestamp> resume_review_at {};
    std::optional<Timestamp> mitigated_at {};
    std::optional<Timestamp> contained_at {};
    std::optional<Timestamp> restored_at {};
    std::string resolution_code {};
    std::string problem_reference {}; // problem link, or the owner and date it will be opened by
    std::optional<bool> evidence_preserved {};
    bool user_confirmed = false;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("acknowledge", self.acknowledge);
        visit("contained_at", self.contained_at);
        visit("evidence_preserved", self.evidence_preserved);
        visit("hold_reason", self.hold_reason);
        visit("mitigated_at", self.mitigated_at);
        visit("note", self.note);
        visit("owner", self.owner);
        visit("problem_reference", self.problem_reference);
        visit("resolution_code", self.resolution_code);
        visit("restored_at", self.restored_at);
        visit("resume_review_at", self.resume_review_at);
        visit("to", self.to);
        visit("user_confirmed", self.user_confirmed);
        visit("version", self.version);
    }
};

}
