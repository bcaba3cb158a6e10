// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <string>

namespace watchfloor {

enum class Duty { IncidentCommander, Deputy, OperationsLead, CommunicationsLead, Scribe, Liaison, SubjectMatterExpert };
WATCHFLOOR_ENUM_TEXTS(Duty, SubjectMatterExpert, "incident_commander", "deputy", "operations_lead",
    "communications_lead", "scribe", "liaison", "subject_matter_expert");

// Someone who holds a duty on an incident, or to whom it was offered.
struct DutyHeld {
    Duty duty = Duty::IncidentCommander;
    UserId user {};
    Timestamp since {};
    UserId offered_to {}; // a handover that is not accepted yet
    std::string briefing {};
    std::uint64_t opened_seq = 0; // entry that began this tenure; its item on the timeline

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("briefing", self.briefing, kText | kRoom | kScreened);
        visit("duty", self.duty, kRoom);
        visit("offered_to", self.offered_to, kRoom);
        visit("opened_seq", self.opened_seq, kRoom);
        visit("since", self.since, kRoom);
        visit("user", self.user, kRoom);
    }
};

}
