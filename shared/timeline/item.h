// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/decision/decision.h"

#include <cstddef>
#include <cstdint>
#include <limits>

namespace watchfloor {

// Rank of an item on the timeline, least urgent first: a merged block takes the greatest.
enum class ItemSeverity : std::uint8_t { Normal, Maintenance, Info, Unknown, Minor, Major, Critical };
inline constexpr std::size_t kItemSeverityCount = 7;

// What an item stands for; decides its lane, its shape and its words.
enum class ItemKind : std::uint8_t {
    Alert,
    Change,
    Deployment,
    Observation,
    Hypothesis,
    Decision,
    Action,
    Communication,
    Evidence,
    Metric,
    Handover,
    StateChange,
    Duty,
    UpdatePromised,
    UpdatePublished,
    ThresholdCrossing,
    MaintenanceWindow,
    WorkOrder
};
inline constexpr std::size_t kItemKindCount = 18;

// Bits of TimelineItem::flags.
inline constexpr std::uint8_t kItemLate = 1; // written down well after it occurred
inline constexpr std::uint8_t kItemMuted = 2;
inline constexpr std::uint8_t kItemExercise = 4;
inline constexpr std::uint8_t kItemSuperseded = 8;
inline constexpr std::uint8_t kItemAcknowledged = 16;
inline constexpr std::uint8_t kItemFlagsMask = 31;

// The end of an item that still lasts.
inline constexpr Timestamp kOpenEnd { std::numeric_limits<std::int64_t>::max() };

// Limits of what the timeline stores; whatever lies outside is refused.
inline constexpr std::uint64_t kMaxItemSeq = (1ull << 40) - 1;
inline constexpr std::int64_t kMaxItemMillis = (1ll << 47) - 1;         // years -2489 to 6429
inline constexpr std::int64_t kMaxItemSpanMillis = 1000ll * 0x3fffffff; // 34 years
inline constexpr std::uint16_t kMaxLanes = 4096;

// One thing on the time axis: an instant (end == begin), an interval, or one still open.
struct TimelineItem {
    std::uint64_t seq = 0;    // the journal's number, the item's identity
    Timestamp begin {};       // as claimed
    Timestamp end {};         // exclusive; kOpenEnd while it lasts
    Timestamp recorded_at {}; // the server's clock
    std::uint16_t lane = 0;
    ItemKind kind = ItemKind::Observation;
    ItemSeverity severity = ItemSeverity::Normal;
    std::uint8_t flags = 0;

    bool open() const { return end == kOpenEnd; }
    friend bool operator==(const TimelineItem& a, const TimelineItem& b) = default;
};

// Which of its two times places an item.
enum class TimeOrder : std::uint8_t { Occurred, Recorded };

// Refuses what the columns cannot hold, saying which field is at fault.
Result<void> check_item(const TimelineItem& item);

}
