// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/columns.h"

#include "tests/shared/timeline/random_items.h"

#include <gtest/gtest.h>

#include <map>

namespace watchfloor {
namespace {

TimelineColumns filled(const std::vector<TimelineItem>& items)
{
    TimelineColumns columns;
    for (const auto& item : items) {
        EXPECT_TRUE(columns.put(item).ok());
    }
    return columns;
}

std::int64_t placed_at(const TimelineItem& item, TimeOrder order)
{
    return (order == TimeOrder::Occurred ? item.begin : item.recorded_at).millis;
}

// What a lane must hold, by the plainest means.
std::vector<std::pair<std::int64_t, std::uint64_t>> reference_lane(
    const std::vector<TimelineItem>& items, std::uint16_t lane, TimeOrder order)
{
    std::vector<std::pair<std::int64_t, std::uint64_t>> expected;
    for (const auto& item : items) {
        if (item.lane == lane) {
            expected.emplace_back(placed_at(item, order), item.seq);
        }
    }
    std::sort(expected.begin(), expected.end());
    return expected;
}

void expect_same(const TimelineColumns& columns, const std::vector<TimelineItem>& items)
{
    ASSERT_EQ(columns.size(), items.size());
    for (const auto& item : items) {
        ASSERT_EQ(columns.find(item.seq), item);
    }
    for (const auto order : { TimeOrder::Occurred, TimeOrder::Recorded }) {
        for (std::uint16_t lane = 0; lane < columns.lane_count(); ++lane) {
            const LaneSpans& spans = columns.lane(lane, order);
            std::vector<std::pair<std::int64_t, std::uint64_t>> actual;
            for (auto at = spans.begin(); at != spans.end(); at = spans.next(at)) {
                actual.emplace_back(spans.key_at(at), spans.at(at).seq());
            }
            ASSERT_EQ(actual, reference_lane(items, lane, order));
        }
    }
}

TimelineItem item_at(std::uint64_t seq, std::int64_t begin, std::int64_t end)
{
    TimelineItem item;
    item.seq = seq;
    item.begin = { begin };
    item.end = { end };
    item.recorded_at = { begin };
    return item;
}

TEST(TimelineColumnsTest, HoldsWhatWasPutInAnyOrder)
{
    const auto items = random_items(1, { .count = 5000 });
    expect_same(filled(items), items);
    expect_same(filled(shuffled(items, 2)), items);
    auto descending = items;
    std::reverse(descending.begin(), descending.end());
    expect_same(filled(descending), items);
}

TEST(TimelineColumnsTest, KeepsTheRecordedOrderCurrentOnceBuilt)
{
    const auto items = random_items(3, { .count = 3000 });
    TimelineColumns columns;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i == items.size() / 2) {
            EXPECT_LE(columns.lane(0, TimeOrder::Recorded).size(), i);
        }
        ASSERT_TRUE(columns.put(items[i]).ok());
    }
    expect_same(columns, items);
}

TEST(TimelineColumnsTest, ReplacesAnItemWithTheSameSeq)
{
    auto items = random_items(4, { .count = 2000 });
    auto columns = filled(items);
    const auto others = random_items(5, { .count = 2000, .lanes = 7 });
    for (std::size_t i = 0; i < items.size(); i += 3) {
        items[i] = others[i];
        ASSERT_TRUE(columns.put(items[i]).ok());
    }
    expect_same(columns, items);
}

TEST(TimelineColumnsTest, ClosesAnOpenItem)
{
    TimelineColumns columns;
    auto item = item_at(7, 1000, kOpenEnd.millis);
    ASSERT_TRUE(columns.put(item).ok());
    EXPECT_TRUE(columns.find(7)->open());
    EXPECT_TRUE(columns.close(7, { 5000 }));
    EXPECT_EQ(columns.find(7)->end, Timestamp { 5000 });
    EXPECT_TRUE(columns.close(7, { 10 }));
    EXPECT_EQ(columns.find(7)->end, Timestamp { 1000 });
    EXPECT_FALSE(columns.close(8, { 10 }));
}

TEST(TimelineColumnsTest, ErasesAndEvicts)
{
    auto items = random_items(6, { .count = 4000 });
    auto columns = filled(items);
    columns.lane(0, TimeOrder::Recorded);
    for (std::size_t i = 0; i < items.size(); i += 2) {
        ASSERT_TRUE(columns.erase(items[i].seq));
        ASSERT_FALSE(columns.erase(items[i].seq));
    }
    std::vector<TimelineItem> rest;
    for (std::size_t i = 1; i < items.size(); i += 2) {
        rest.push_back(items[i]);
    }
    expect_same(columns, rest);

    const Timestamp from { 1'760'000'900'000 };
    const Timestamp to { 1'760'001'800'000 };
    std::vector<TimelineItem> kept;
    for (const auto& item : rest) {
        const bool occurred = item.end >= from && item.begin <= to;
        const bool recorded = item.recorded_at >= from && item.recorded_at <= to;
        if (occurred || recorded) {
            kept.push_back(item);
        }
    }
    ASSERT_LT(kept.size(), rest.size());
    EXPECT_EQ(columns.evict_outside(from, to), rest.size() - kept.size());
    expect_same(columns, kept);
    columns.clear();
    EXPECT_EQ(columns.size(), 0u);
    EXPECT_FALSE(columns.extent());
}

TEST(TimelineColumnsTest, KeepsLongSpansToTheSecondAndRefusesTheUnstorable)
{
    TimelineColumns columns;
    constexpr std::int64_t kYear = 365ll * 86'400'000;
    ASSERT_TRUE(columns.put(item_at(1, -5 * kYear, 20 * kYear + 123)).ok());
    EXPECT_EQ(columns.find(1)->end, Timestamp { 20 * kYear });
    ASSERT_TRUE(columns.put(item_at(2, 2000 * kYear, 2000 * kYear)).ok());
    ASSERT_TRUE(columns.put(item_at(3, -2000 * kYear, -2000 * kYear)).ok());
    EXPECT_EQ(columns.find(2)->begin, Timestamp { 2000 * kYear });
    EXPECT_EQ(columns.find(3)->begin, Timestamp { -2000 * kYear });
    EXPECT_EQ(columns.extent()->from, Timestamp { -2000 * kYear });

    EXPECT_FALSE(columns.put(item_at(4, 0, -1)).ok());
    EXPECT_FALSE(columns.put(item_at(4, 0, 40 * kYear)).ok());
    EXPECT_FALSE(columns.put(item_at(kMaxItemSeq + 1, 0, 0)).ok());
    EXPECT_FALSE(columns.put(item_at(4, kMaxItemMillis + 1, kMaxItemMillis + 1)).ok());
    auto item = item_at(4, 0, 0);
    item.lane = kMaxLanes;
    EXPECT_FALSE(columns.put(item).ok());
    item = item_at(4, 0, 0);
    item.severity = static_cast<ItemSeverity>(kItemSeverityCount);
    EXPECT_FALSE(columns.put(item).ok());
    item = item_at(4, 0, 0);
    item.flags = 128;
    EXPECT_FALSE(columns.put(item).ok());
    EXPECT_EQ(columns.size(), 3u);
}

TEST(TimelineColumnsTest, WalksToNeighboursInEitherOrder)
{
    const auto items = random_items(8, { .count = 600 });
    const auto columns = filled(items);
    for (const auto order : { TimeOrder::Occurred, TimeOrder::Recorded }) {
        std::vector<std::pair<std::int64_t, std::uint64_t>> all;
        for (const auto& item : items) {
            all.emplace_back(placed_at(item, order), item.seq);
        }
        std::sort(all.begin(), all.end());
        std::optional<std::uint64_t> seq = all.front().second;
        EXPECT_FALSE(columns.neighbour(*seq, order, false));
        for (const auto& [at, expected] : all) {
            ASSERT_EQ(seq, expected);
            const auto next = columns.neighbour(*seq, order, true);
            if (next) {
                ASSERT_EQ(columns.neighbour(*next, order, false), seq);
            }
            seq = next;
        }
        EXPECT_FALSE(seq);
    }
    const auto lane = reference_lane(items, 2, TimeOrder::Occurred);
    EXPECT_EQ(columns.neighbour_in_lane(lane[0].second, TimeOrder::Occurred, true), lane[1].second);
    EXPECT_EQ(columns.neighbour_in_lane(lane[1].second, TimeOrder::Occurred, false), lane[0].second);
    EXPECT_EQ(columns.nearest(2, TimeOrder::Occurred, { lane.back().first + 9 }), lane.back().second);
    EXPECT_FALSE(columns.nearest(99, TimeOrder::Occurred, { 0 }));
}

TEST(TimelineColumnsTest, CountsBySeverityBetweenInstants)
{
    const auto items = random_items(9, { .count = 5000, .lanes = 1 });
    const auto columns = filled(items);
    for (std::int64_t from = 0; from < 3'600'000; from += 333'333) {
        const Timestamp a { 1'760'000'000'000 + from };
        const Timestamp b { a.millis + 700'000 };
        std::array<std::uint32_t, kItemSeverityCount> expected {};
        std::array<std::uint32_t, kItemSeverityCount> expected_open {};
        for (const auto& item : items) {
            if (item.begin >= a && item.begin < b) {
                ++expected[static_cast<std::size_t>(item.severity)];
                expected_open[static_cast<std::size_t>(item.severity)] += item.open() ? 1U : 0U;
            }
        }
        EXPECT_EQ(columns.counts_between(0, TimeOrder::Occurred, a, b), expected);
        EXPECT_EQ(columns.counts_between(0, TimeOrder::Occurred, a, b, true), expected_open);
    }
}

TEST(TimelineColumnsTest, ForgetsOldChangesButSaysSo)
{
    TimelineColumns columns;
    ASSERT_TRUE(columns.put(item_at(1, 1000, 2000)).ok());
    const auto version = columns.version();
    ASSERT_TRUE(columns.put(item_at(2, 3000, 9000)).ok());
    const auto changes = columns.changes_since(version);
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), 1u);
    EXPECT_EQ(changes->front().from_millis, 3000);
    EXPECT_EQ(changes->front().to_millis, 9000);
    for (std::uint64_t seq = 10; seq < 1000; ++seq) {
        ASSERT_TRUE(columns.put(item_at(seq, 0, 0)).ok());
    }
    EXPECT_FALSE(columns.changes_since(version));
    EXPECT_TRUE(columns.changes_since(columns.version())->empty());
}

TEST(TimelineColumnsTest, StaysWithinItsMemoryInEitherOrderOfArrival)
{
    constexpr std::size_t kCount = 200'000;
    const auto items = random_items(10, { .count = kCount, .lanes = 20, .range_millis = 86'400'000 });
    EXPECT_LE(filled(items).memory_bytes(), kCount * 56);
    auto in_order = items;
    std::sort(in_order.begin(), in_order.end(),
        [](const auto& a, const auto& b) { return a.begin != b.begin ? a.begin < b.begin : a.seq < b.seq; });
    for (std::size_t i = 0; i < kCount; ++i) {
        in_order[i].seq = i;
    }
    EXPECT_LE(filled(in_order).memory_bytes(), kCount * 40);
}

}
}
