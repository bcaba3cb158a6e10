// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/duties.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <string>

namespace watchfloor {

enum class DutyRequest { Assign, Offer, Accept, Take, Release };
WATCHFLOOR_ENUM_TEXTS(DutyRequest, Release, "assign", "offer", "accept", "take", "release");

struct MoveDuty {
    IncidentId incident {};
    DutyRequest act = DutyRequest::Assign;
    Duty duty = Duty::IncidentCommander;
    UserId user {};
    std::string reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act", self.act, kDemanded);
        visit("duty", self.duty, kDemanded);
        visit("reason", self.reason);
        visit("user", self.user);
    }
};

}
