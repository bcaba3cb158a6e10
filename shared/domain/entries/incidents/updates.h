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

// Words offered to somebody who may release them; with `offered_to` empty that is over: declined, or taken back.
struct UpdateOffered {
    static constexpr std::string_view kind = "incident.update_offered";
    static constexpr int version = 1;
    IncidentId incident {};
    UpdateAudience audience = UpdateAudience::Customers;
    UserId offered_to {};
    std::string update {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("incident", self.incident);
        visit("offered_to", self.offered_to);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("update", self.update);
    }
};

}
