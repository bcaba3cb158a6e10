// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

struct GivenSample {
    Timestamp at {};
    std::string quality = "good";
    std::optional<std::int64_t> value_milli {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("at", self.at, kDemanded);
        visit("quality", self.quality);
        visit("value_milli", self.value_milli, kDemanded);
    }
};

// POST /api/v1/capacity/{id}/samples
struct GivenSamples {
    std::vector<GivenSample> samples {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("samples", self.samples);
    }
};

}
