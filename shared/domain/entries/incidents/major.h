// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/classification.h"
#include "shared/domain/entities/incidents/clocks.h"
#include "shared/domain/entities/incidents/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// none → proposed, proposed → declared or rejected, none → declared, declared → stood down;
// `ratified` marks an incident manager's confirmation of a declaration.
struct MajorMoved {
    static constexpr std::string_view kind = "incident.major_moved";
    static constexpr int version = 1;
    IncidentId incident {};
    MajorState from = MajorState::None;
    MajorState to = MajorState::None;
    std::optional<IncidentSeverity> severity {};
    std::string criterion {};
    std::int64_t criteria_version = 1;
    bool ratified = false;
    BridgeId bridge {};
    WindowId began_in_window {}; // a window this incident began in, said at declaration
    std::vector<TargetClock> clocks {};
    std::vector<std::string> fill_later {};
    std::string reason {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("began_in_window", self.began_in_window);
        visit("bridge", self.bridge);
        visit("clocks", self.clocks);
        visit("criteria_version", self.criteria_version);
        visit("criterion", self.criterion);
        visit("fill_later", self.fill_later);
        visit("from", self.from);
        visit("incident", self.incident);
        visit("ratified", self.ratified);
        visit("severity", self.severity);
        visit("to", self.to);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reason", self.reason);
    }
};

}
