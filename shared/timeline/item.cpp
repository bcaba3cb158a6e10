// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/item.h"

namespace watchfloor {

namespace {

Error bad_item(const char* message)
{
    return Error { ErrorCode::Malformed, message };
}

bool storable(Timestamp at)
{
    return at.millis >= -kMaxItemMillis && at.millis <= kMaxItemMillis;
}

bool apart_at_most(Timestamp a, Timestamp b, std::int64_t limit_millis)
{
    const auto distance = (a - b).count();
    return distance <= limit_millis && distance >= -limit_millis;
}

}

Result<void> check_item(const TimelineItem& item)
{
    if (item.seq > kMaxItemSeq) {
        return bad_item("seq must be below 2^40");
    }
    if (item.lane >= kMaxLanes) {
        return bad_item("lane must be below 4096");
    }
    if (!storable(item.begin) || !storable(item.recorded_at)) {
        return bad_item("begin and recorded_at must lie between the years -2489 and 6429");
    }
    if (!apart_at_most(item.recorded_at, item.begin, kMaxItemSpanMillis)) {
        return bad_item("recorded_at must lie within 34 years of begin");
    }
    if (!item.open()
        && (item.end < item.begin || !storable(item.end) || !apart_at_most(item.end, item.begin, kMaxItemSpanMillis))) {
        return bad_item("end must lie within 34 years after begin, or be open");
    }
    if (static_cast<std::size_t>(item.kind) >= kItemKindCount
        || static_cast<std::size_t>(item.severity) >= kItemSeverityCount) {
        return bad_item("kind or severity is not one this version knows");
    }
    if ((item.flags & ~kItemFlagsMask) != 0) {
        return bad_item("flags holds bits this version does not know");
    }
    return {};
}

}
