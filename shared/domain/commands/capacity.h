// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

struct DefineCapacity {
    CapacityResource resource {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        CapacityResource::fields(v, s.resource);
    }
};

struct DecideCapacity {
    ResourceId resource {};
    CapacityFinding finding = CapacityFinding::ActByMoved;
    CapacityChoice choice = CapacityChoice::Accept;
    std::string note {};
    UserId owner {};
    std::optional<Timestamp> due {};
    std::int64_t cost_milli = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("choice", self.choice, kDemanded);
        visit("cost_milli", self.cost_milli);
        visit("due", self.due);
        visit("finding", self.finding, kDemanded);
        visit("note", self.note);
        visit("owner", self.owner);
    }
};

// Of the page as the server has it: no body says what is forecast, or what is open.
struct SignCapacityPlan {
    std::string note {};
    std::vector<CapacityRow> rows {};
    std::vector<ResourcePublished> forecasts {}; // of all resources

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("note", self.note);
    }
};

struct ReportCrossing {
    ResourceId resource {};
    CapacityLevel to = CapacityLevel::Normal;
    std::int64_t utilisation_permille = 0;
    Timestamp at {};
};

struct SealSamples {
    Timestamp hour {};
    std::string digest {};
    std::int64_t blocks = 0;
};

}
