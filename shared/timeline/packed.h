// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/timeline/item.h"
#include "shared/timeline/sorted_blocks.h"

#include <array>

namespace watchfloor {

namespace packed_parts {

inline constexpr std::uint32_t kOpenCode = 0xffffffffu;
inline constexpr std::uint32_t kSecondsBit = 0x40000000u;
inline constexpr std::uint32_t kMagnitudeMask = 0x3fffffffu;

inline std::int64_t unpack_magnitude(std::uint32_t packed)
{
    const std::int64_t magnitude = packed & kMagnitudeMask;
    return (packed & kSecondsBit) != 0 ? magnitude * 1000 : magnitude;
}

}

// Durations and distances between an item's two times take 32 bits: exact to the millisecond up to
// 12 days, to the second beyond. Good for pixels; exact instants are fetched with the item's text.
std::uint32_t pack_duration(Timestamp begin, Timestamp end);
// Here, because a zoom step calls it for each item it draws.
inline Timestamp unpack_end(std::int64_t begin_millis, std::uint32_t packed)
{
    return packed == packed_parts::kOpenCode ? kOpenEnd
                                             : Timestamp { begin_millis + packed_parts::unpack_magnitude(packed) };
}
std::int32_t pack_distance(Millis distance);
Millis unpack_distance(std::int32_t packed);

// How many items of each severity, how many of them still last, and when the last of the others ended.
struct SpanSummary {
    std::array<std::uint32_t, kItemSeverityCount> counts {};
    std::array<std::uint32_t, kItemSeverityCount> open_counts {};
    std::array<std::int64_t, kItemSeverityCount> closed_ends {};
    std::int64_t max_end = std::numeric_limits<std::int64_t>::min();

    void add(std::int64_t begin_millis, const struct PackedSpan& span);
};

// An item as a lane holds it: 16 bytes, ordered by begin, then seq.
struct PackedSpan {
    using Summary = SpanSummary;

    std::uint32_t offset = 0;
    std::uint32_t duration = 0;
    std::uint32_t seq_low = 0;
    std::uint8_t seq_high = 0;
    ItemKind kind {};
    ItemSeverity severity {};
    std::uint8_t flags = 0;

    std::uint64_t seq() const { return (std::uint64_t { seq_high } << 32) | seq_low; }
    bool open() const { return duration == packed_parts::kOpenCode; }
    std::uint64_t tie() const { return seq(); }
};
static_assert(sizeof(PackedSpan) == 16);

// Where the item with a seq is, and its second time: 16 bytes, ordered by seq.
struct PackedLocation {
    struct Summary {
        void add(std::int64_t, const PackedLocation&) { }
    };

    std::uint32_t offset = 0;
    std::int32_t recorded_after = 0; // packed distance from begin to recorded_at
    std::uint32_t begin_low = 0;
    std::int16_t begin_high = 0;
    std::uint16_t lane = 0;

    std::uint64_t tie() const { return 0; }
    std::int64_t begin_millis() const { return (std::int64_t { begin_high } * (1ll << 32)) + begin_low; }
};
static_assert(sizeof(PackedLocation) == 16);

using LaneSpans = SortedBlocks<PackedSpan>;
using SeqLocations = SortedBlocks<PackedLocation>;

}
