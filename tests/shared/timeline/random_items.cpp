// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/timeline/random_items.h"

#include <algorithm>
#include <random>

namespace watchfloor {

namespace {

// std::uniform_int_distribution differs between libraries; a remainder does not.
std::int64_t below(std::mt19937& random, std::int64_t limit)
{
    const std::uint64_t wide = (std::uint64_t { random() } << 32) | random();
    return static_cast<std::int64_t>(wide % static_cast<std::uint64_t>(limit));
}

Timestamp random_end(std::mt19937& random, Timestamp begin, std::int64_t range_millis)
{
    switch (below(random, 8)) {
    case 0:
    case 1:
    case 2:
        return begin;
    case 3:
        return below(random, 4) == 0 ? kOpenEnd : begin + Millis { below(random, range_millis) };
    case 4:
        return begin + Millis { below(random, range_millis / 10 + 1) };
    default:
        return begin + Millis { below(random, range_millis / 500 + 1) };
    }
}

}

std::vector<TimelineItem> random_items(std::uint32_t seed, const RandomItems& shape)
{
    std::mt19937 random { seed };
    std::vector<TimelineItem> items;
    std::int64_t storm = shape.from_millis;
    for (std::size_t i = 0; i < shape.count; ++i) {
        if (below(random, 50) == 0) {
            storm = shape.from_millis + below(random, shape.range_millis);
        }
        TimelineItem item;
        item.seq = 1 + i * 3;
        item.begin = { below(random, 2) == 0 ? storm + below(random, 2000)
                                             : shape.from_millis + below(random, shape.range_millis) };
        item.end = random_end(random, item.begin, shape.range_millis);
        item.recorded_at = item.begin + Millis { below(random, 10) == 0 ? below(random, 4'000'000) : 20 };
        item.lane = static_cast<std::uint16_t>(below(random, shape.lanes));
        item.kind = static_cast<ItemKind>(below(random, kItemKindCount));
        item.severity = below(random, 60) == 0 ? ItemSeverity::Critical : static_cast<ItemSeverity>(below(random, 6));
        item.flags = static_cast<std::uint8_t>(below(random, kItemFlagsMask + 1));
        items.push_back(item);
    }
    return items;
}

std::vector<TimelineItem> shuffled(std::vector<TimelineItem> items, std::uint32_t seed)
{
    std::mt19937 random { seed };
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[static_cast<std::size_t>(below(random, static_cast<std::int64_t>(i)))]);
    }
    return items;
}

}
