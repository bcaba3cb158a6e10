// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/classification.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <string>

namespace watchfloor {

enum class MajorAct { Propose, Declare, Reject, StandDown, Ratify };
WATCHFLOOR_ENUM_TEXTS(MajorAct, Ratify, "propose", "declare", "reject", "stand_down", "ratify");

struct DecideMajor {
    IncidentId incident {};
    std::int64_t version = 0;
    MajorAct act = MajorAct::Propose;
    std::optional<IncidentSeverity> severity {}; // all that declaring needs
    std::string criterion {};
    std::string reason {};
    BridgeId bridge {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act", self.act, kDemanded);
        visit("bridge", self.bridge);
        visit("criterion", self.criterion);
        visit("reason", self.reason);
        visit("severity", self.severity);
        visit("version", self.version);
    }
};

}
