// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/packed.h"

namespace watchfloor {

namespace {

using packed_parts::kMagnitudeMask;
using packed_parts::kOpenCode;
using packed_parts::kSecondsBit;
using packed_parts::unpack_magnitude;

std::uint32_t pack_magnitude(std::int64_t millis)
{
    if (millis <= kMagnitudeMask) {
        return static_cast<std::uint32_t>(millis);
    }
    const std::int64_t seconds = std::min<std::int64_t>(millis / 1000, kMagnitudeMask);
    return static_cast<std::uint32_t>(seconds) | kSecondsBit;
}

}

std::uint32_t pack_duration(Timestamp begin, Timestamp end)
{
    return end == kOpenEnd ? kOpenCode : pack_magnitude((end - begin).count());
}

std::int32_t pack_distance(Millis distance)
{
    const std::int64_t millis = distance.count();
    const auto magnitude = static_cast<std::int32_t>(pack_magnitude(millis < 0 ? -millis : millis));
    return millis < 0 ? -magnitude : magnitude;
}

Millis unpack_distance(std::int32_t packed)
{
    const auto magnitude = unpack_magnitude(static_cast<std::uint32_t>(packed < 0 ? -packed : packed));
    return Millis { packed < 0 ? -magnitude : magnitude };
}

void SpanSummary::add(std::int64_t begin_millis, const PackedSpan& span)
{
    const auto severity = static_cast<std::size_t>(span.severity);
    const std::int64_t end = unpack_end(begin_millis, span.duration).millis;
    const std::uint32_t closed = counts[severity]++ - open_counts[severity];
    max_end = std::max(max_end, end);
    if (end == kOpenEnd.millis) {
        ++open_counts[severity];
    } else if (closed == 0 || end > closed_ends[severity]) {
        closed_ends[severity] = end;
    }
}

}
