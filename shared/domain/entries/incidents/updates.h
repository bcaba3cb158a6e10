// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/clocks.h"
#include "shared/domain/entities/incidents/updates.h"

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct UpdatePublished {
    static constexpr std::string_view kind = "incident.update_published";
    static constexpr int version = 1;
    IncidentId incident {};
    UpdateAudience audience = UpdateAudience::Internal;
    bool unchanged = false; // "no change" is an update
    std::vector<TargetClock> clocks {};
    std::string update {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("clocks", self.clocks);
        visit("incident", self.incident);
        visit("unchanged", self.unchanged);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("update", self.update);
    }
};

}
