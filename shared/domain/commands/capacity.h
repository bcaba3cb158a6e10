// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"

#include <cstdint>
#include <string>

namespace watchfloor {

struct DefineCapacity {
    CapacityResource resource {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        CapacityResource::fields(v, s.resource);
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
