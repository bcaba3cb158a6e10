// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/timeline/item.h"

#include <vector>

namespace watchfloor {

struct RandomItems {
    std::size_t count = 1000;
    std::uint16_t lanes = 4;
    std::int64_t range_millis = 3'600'000;
    std::int64_t from_millis = 1'760'000'000'000;
};

// A fixed sequence for each seed: storms, lone items, instants, intervals short and long, open ones,
// late ones; in order of seq.
std::vector<TimelineItem> random_items(std::uint32_t seed, const RandomItems& shape);

// The same items in another, fixed order.
std::vector<TimelineItem> shuffled(std::vector<TimelineItem> items, std::uint32_t seed);

}
