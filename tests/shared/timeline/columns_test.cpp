// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/columns.h"

#include "tests/shared/timeline/random_items.h"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

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

// What lies exactly at an edge of the stretch is in it, by either of its times.
TEST(TimelineColumnsTest, EvictsOnlyWhatLiesWhollyOutside)
{
    const auto recorded_at = [](TimelineItem item, std::int64_t recorded) {
        item.recorded_at = { recorded };
        return item;
    };
    const std::vector<TimelineItem> kept { item_at(1, 0, 1000), item_at(2, 2000, 9000),
        recorded_at(item_at(3, 0, 0), 1000), recorded_at(item_at(4, 0, 0), 2000),
        recorded_at(item_at(5, 3000, kOpenEnd.millis), 2000), item_at(6, 0, kOpenEnd.millis) };
    const std::vector<TimelineItem> gone { item_at(7, 0, 999), item_at(8, 2001, 9000),
        recorded_at(item_at(9, 0, 0), 999), recorded_at(item_at(10, 2500, 2500), 2001) };
    auto all = kept;
    all.insert(all.end(), gone.begin(), gone.end());
    auto columns = filled(all);
    EXPECT_EQ(columns.evict_outside({ 1000 }, { 2000 }), gone.size());
    expect_same(columns, kept);
}

// The recorded order of intervals: from when they were written down to their end, never backwards.
TEST(TimelineColumnsTest, InTheRecordedOrderAnIntervalEndsNoEarlierThanItBegins)
{
    auto over = item_at(1, 1000, 3000);
    over.recorded_at = { 5000 };
    auto under_way = item_at(2, 1000, 9000);
    under_way.recorded_at = { 6000 };
    auto instant = item_at(3, 1000, 1000);
    instant.recorded_at = { 7000 };
    auto lasting = item_at(4, 1000, kOpenEnd.millis);
    lasting.recorded_at = { 8000 };
    auto planned = item_at(5, 1000, 1000);
    planned.recorded_at = { 500 };
    const auto columns = filled({ over, under_way, instant, lasting, planned });
    const LaneSpans& spans = columns.lane(0, TimeOrder::Recorded);
    std::vector<Timestamp> ends;
    for (auto at = spans.begin(); at != spans.end(); at = spans.next(at)) {
        ends.push_back(unpack_end(spans.key_at(at), spans.at(at).duration));
    }
    EXPECT_EQ(ends, (std::vector<Timestamp> { { 500 }, { 5000 }, { 9000 }, { 7000 }, kOpenEnd }));
}

TEST(TimelineColumnsTest, TheExtentIsOfAllLanesAndKnowsNoOpenEnd)
{
    auto first = item_at(1, 1000, 90'000);
    auto second = item_at(2, 500, kOpenEnd.millis);
    second.lane = 3;
    auto third = item_at(3, 600, 700);
    third.lane = 3;
    const auto extent = filled({ first, second, third }).extent();
    ASSERT_TRUE(extent);
    EXPECT_EQ(extent->from, Timestamp { 500 });
    EXPECT_EQ(extent->to, Timestamp { 90'000 });
    const auto open = filled({ item_at(1, 1000, kOpenEnd.millis), item_at(2, 1100, 5000) }).extent();
    EXPECT_EQ(open->to, Timestamp { 5000 }) << "the end beside an open one";
    EXPECT_EQ(filled({ item_at(1, 1000, kOpenEnd.millis) }).extent()->to, Timestamp { 1000 });
    auto lower = item_at(4, 2000, 2000);
    lower.lane = 4;
    EXPECT_EQ(filled({ second, lower }).extent()->from, Timestamp { 500 }) << "whichever lane comes last";
}

TEST(TimelineColumnsTest, TheNearestIsTheNearerAndOfTwoTheEarlier)
{
    auto columns = filled({ item_at(1, 1000, 1000), item_at(2, 2000, 9000), item_at(3, 2000, 2000) });
    const auto nearest = [&](std::int64_t at) { return columns.nearest(0, TimeOrder::Occurred, { at }); };
    EXPECT_EQ(nearest(0), 1U);
    EXPECT_EQ(nearest(1000), 1U);
    EXPECT_EQ(nearest(1499), 1U);
    EXPECT_EQ(nearest(1500), 1U) << "as near as the next";
    EXPECT_EQ(nearest(1501), 2U);
    EXPECT_EQ(nearest(2000), 2U);
    EXPECT_EQ(nearest(99'000), 3U);
    auto late = item_at(4, 1000, 1000);
    late.recorded_at = { 50'000 };
    ASSERT_TRUE(columns.put(late).ok());
    EXPECT_EQ(columns.nearest(0, TimeOrder::Recorded, { 49'000 }), 4U);
}

// Of one instant, seq decides, across lanes as within one.
TEST(TimelineColumnsTest, NeighboursOfOneInstantFollowEachOtherBySeq)
{
    std::vector<TimelineItem> items;
    for (std::uint64_t seq = 1; seq <= 6; ++seq) {
        items.push_back(item_at(seq, 1000, 1000));
        items.back().lane = static_cast<std::uint16_t>(seq % 3);
        items.back().recorded_at = { 9000 - static_cast<std::int64_t>(seq) };
    }
    const auto columns = filled(items);
    for (std::uint64_t seq = 1; seq < 6; ++seq) {
        EXPECT_EQ(columns.neighbour(seq, TimeOrder::Occurred, true), seq + 1);
        EXPECT_EQ(columns.neighbour(seq + 1, TimeOrder::Occurred, false), seq);
        EXPECT_EQ(columns.neighbour(seq + 1, TimeOrder::Recorded, true), seq) << "written down the other way round";
    }
    EXPECT_EQ(columns.neighbour_in_lane(1, TimeOrder::Occurred, true), 4U);
    EXPECT_EQ(columns.neighbour_in_lane(4, TimeOrder::Recorded, true), 1U);
    EXPECT_FALSE(columns.neighbour_in_lane(4, TimeOrder::Occurred, true));
    EXPECT_FALSE(columns.neighbour(99, TimeOrder::Occurred, true));
}

TEST(TimelineColumnsTest, AChangeReachesOverBothTimesOfAnItem)
{
    TimelineColumns columns;
    auto late = item_at(1, 1000, 2000);
    late.recorded_at = { 7000 };
    late.lane = 5;
    ASSERT_TRUE(columns.put(late).ok());
    auto planned = item_at(2, 9000, 9500);
    planned.recorded_at = { 3000 };
    ASSERT_TRUE(columns.put(planned).ok());
    ASSERT_TRUE(columns.erase(1));
    const auto changes = columns.changes_since(0);
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), 3U);
    const auto reach = [&](std::size_t i) {
        const LaneChange& change = (*changes)[i];
        return std::tuple { change.version, change.lane, change.from_millis, change.to_millis };
    };
    EXPECT_EQ(reach(0), (std::tuple { std::uint64_t { 1 }, std::uint16_t { 5 }, 1000, 7000 }));
    EXPECT_EQ(reach(1), (std::tuple { std::uint64_t { 2 }, std::uint16_t { 0 }, 3000, 9500 }));
    EXPECT_EQ(reach(2), (std::tuple { std::uint64_t { 3 }, std::uint16_t { 5 }, 1000, 7000 }));
    EXPECT_EQ(columns.changes_since(2)->size(), 1U);
    EXPECT_TRUE(columns.changes_since(3)->empty());
}

TEST(TimelineColumnsTest, KnowsTheLast256ChangesInDetail)
{
    TimelineColumns columns;
    for (std::uint64_t seq = 1; seq <= 256; ++seq) {
        ASSERT_TRUE(columns.put(item_at(seq, 0, 0)).ok());
    }
    ASSERT_TRUE(columns.changes_since(0));
    EXPECT_EQ(columns.changes_since(0)->size(), 256U);
    ASSERT_TRUE(columns.put(item_at(257, 0, 0)).ok());
    EXPECT_FALSE(columns.changes_since(0)) << "the first is no longer known";
    ASSERT_TRUE(columns.changes_since(1));
    EXPECT_EQ(columns.changes_since(1)->size(), 256U);
}

// What was read before an eviction or a clearing must be read again, whatever its version was.
TEST(TimelineColumnsTest, NoVersionComesTwice)
{
    TimelineColumns columns;
    ASSERT_TRUE(columns.put(item_at(1, 0, 0)).ok());
    ASSERT_TRUE(columns.put(item_at(2, 5000, 5000)).ok());
    const auto filled_at = columns.version();
    columns.evict_outside({ 4000 }, { 6000 });
    const auto evicted_at = columns.version();
    EXPECT_GT(evicted_at, filled_at);
    EXPECT_FALSE(columns.changes_since(filled_at));
    EXPECT_TRUE(columns.changes_since(evicted_at)->empty());
    columns.clear();
    EXPECT_GT(columns.version(), evicted_at);
    EXPECT_FALSE(columns.changes_since(evicted_at));
    ASSERT_TRUE(columns.put(item_at(3, 0, 0)).ok());
    EXPECT_EQ(columns.changes_since(columns.version() - 1)->size(), 1U);
}

TEST(TimelineColumnsTest, KeepsDurationsExactUpToTwelveDaysAndTimesBeforeTheBegin)
{
    constexpr std::int64_t kExact = 0x3fffffff;
    TimelineColumns columns;
    auto early = item_at(1, 5000, 5000 + kExact);
    early.recorded_at = { 4321 };
    ASSERT_TRUE(columns.put(early).ok());
    EXPECT_EQ(columns.find(1), early);
    ASSERT_TRUE(columns.put(item_at(2, 5000, 5000 + kExact + 1)).ok());
    EXPECT_EQ(columns.find(2)->end, Timestamp { 5000 + (kExact + 1) / 1000 * 1000 });
}

TEST(TimelineColumnsTest, RefusesExactlyWhatItCannotHold)
{
    const auto fits = [](auto change) {
        TimelineItem item = item_at(1, 0, 0);
        change(item);
        return check_item(item).ok();
    };
    const auto move_to = [](std::int64_t at) {
        return [at](TimelineItem& item) { item.begin = item.end = item.recorded_at = { at }; };
    };
    EXPECT_TRUE(fits([](TimelineItem& item) { item.seq = kMaxItemSeq; }));
    EXPECT_FALSE(fits([](TimelineItem& item) { item.seq = kMaxItemSeq + 1; }));
    EXPECT_TRUE(fits([](TimelineItem& item) { item.lane = kMaxLanes - 1; }));
    EXPECT_FALSE(fits([](TimelineItem& item) { item.lane = kMaxLanes; }));
    EXPECT_TRUE(fits(move_to(kMaxItemMillis)));
    EXPECT_FALSE(fits(move_to(kMaxItemMillis + 1)));
    EXPECT_TRUE(fits(move_to(-kMaxItemMillis)));
    EXPECT_FALSE(fits(move_to(-kMaxItemMillis - 1)));
    EXPECT_FALSE(fits([&](TimelineItem& item) {
        move_to(kMaxItemMillis)(item);
        item.recorded_at = { kMaxItemMillis + 1 };
    }));
    EXPECT_FALSE(fits([&](TimelineItem& item) {
        move_to(kMaxItemMillis)(item);
        item.end = { kMaxItemMillis + 1 };
    }));
    for (const std::int64_t sign : { 1, -1 }) {
        EXPECT_TRUE(fits([&](TimelineItem& item) { item.recorded_at = { sign * kMaxItemSpanMillis }; }));
        EXPECT_FALSE(fits([&](TimelineItem& item) { item.recorded_at = { sign * (kMaxItemSpanMillis + 1) }; }));
    }
    EXPECT_TRUE(fits([](TimelineItem& item) { item.end = { kMaxItemSpanMillis }; }));
    EXPECT_FALSE(fits([](TimelineItem& item) { item.end = { kMaxItemSpanMillis + 1 }; }));
    EXPECT_FALSE(fits([](TimelineItem& item) { item.end = { -1 }; }));
    EXPECT_TRUE(fits([](TimelineItem& item) { item.end = kOpenEnd; }));
    EXPECT_TRUE(fits([](TimelineItem& item) { item.kind = static_cast<ItemKind>(kItemKindCount - 1); }));
    EXPECT_FALSE(fits([](TimelineItem& item) { item.kind = static_cast<ItemKind>(kItemKindCount); }));
    EXPECT_TRUE(fits([](TimelineItem& item) { item.severity = static_cast<ItemSeverity>(kItemSeverityCount - 1); }));
    EXPECT_FALSE(fits([](TimelineItem& item) { item.severity = static_cast<ItemSeverity>(kItemSeverityCount); }));
    EXPECT_TRUE(fits([](TimelineItem& item) { item.flags = kItemFlagsMask; }));
    EXPECT_FALSE(fits([](TimelineItem& item) { item.flags = kItemFlagsMask + 1; }));
}

// Blocks before the epoch count as those after it do: whole ones by what was summed up.
TEST(TimelineColumnsTest, CountsBlocksWholeBeforeTheEpochToo)
{
    TimelineColumns columns;
    for (std::uint64_t seq = 0; seq < 1000; ++seq) {
        const auto begin = -1'000'000 + static_cast<std::int64_t>(seq) * 500;
        ASSERT_TRUE(columns.put(item_at(seq, begin, seq % 10 == 0 ? kOpenEnd.millis : begin + 10)).ok());
    }
    const auto counted = [&](bool open_only) {
        return columns.counts_between(0, TimeOrder::Occurred, { -1'000'000 }, { 0 }, open_only)[0];
    };
    EXPECT_EQ(counted(false), 1000U);
    EXPECT_EQ(counted(true), 100U);
    EXPECT_EQ(columns.counts_between(0, TimeOrder::Occurred, { 0 }, { -1'000'000 })[0], 0U);
    EXPECT_EQ(columns.extent()->to, Timestamp { -500'500 + 10 }) << "999 begins last and is over";
}

}
}
