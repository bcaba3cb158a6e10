// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/duties.h"
#include "shared/domain/enumeration.h"

#include <string>
#include <string_view>

namespace watchfloor {

enum class DutyAct { Assigned, Offered, Accepted, Taken, Released };
WATCHFLOOR_ENUM_TEXTS(DutyAct, Released, "assigned", "offered", "accepted", "taken", "released");

struct DutyMoved {
    static constexpr std::string_view kind = "incident.duty_moved";
    static constexpr int version = 1;
    IncidentId incident {};
    Duty duty = Duty::IncidentCommander;
    DutyAct act = DutyAct::Assigned;
    UserId user {};        // who holds it now, or to whom it is offered
    UserId displaced {};   // who held it before
    std::string reason {}; // reason of a taking, briefing of an offer
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("act", self.act);
        visit("displaced", self.displaced);
        visit("duty", self.duty);
        visit("incident", self.incident);
        visit("user", self.user);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reason", self.reason);
    }
};

}
