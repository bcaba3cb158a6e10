// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/detail.h"

#include "tests/shared/timeline/random_items.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace watchfloor {
namespace {

constexpr std::int64_t kStart = 1'760'000'000'000;

struct Placed {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

Placed placed(const TimelineItem& item, TimeOrder order)
{
    if (order == TimeOrder::Occurred) {
        return { item.begin.millis, item.end.millis };
    }
    const auto recorded = item.recorded_at.millis;
    return { recorded, item.end == item.begin ? recorded : std::max(item.end.millis, recorded) };
}

bool is_carried(const Placed& at, const DetailView& view)
{
    return at.begin < view.from.millis && at.end > view.from.millis;
}

// Every item of the stretch is inside a mark of its own severity, and nothing is counted twice.
void expect_complete(const std::vector<TimelineItem>& items, const DetailQuery& query, const DetailView& view)
{
    ASSERT_LE(view.from, query.from);
    ASSERT_GE(view.to, query.to);
    std::array<std::uint32_t, kItemSeverityCount> expected {};
    std::array<std::uint32_t, kItemSeverityCount> expected_open {};
    std::uint32_t expected_total = 0;
    for (const auto& item : items) {
        const Placed at = placed(item, query.order);
        const bool carried = is_carried(at, view);
        const bool begins = at.begin >= view.from.millis && at.begin < view.to.millis;
        if (item.lane != query.lane || (!carried && !begins)) {
            continue;
        }
        ++expected[static_cast<std::size_t>(item.severity)];
        expected_open[static_cast<std::size_t>(item.severity)] += item.open() ? 1U : 0U;
        ++expected_total;
        const bool represented = std::any_of(view.marks.begin(), view.marks.end(), [&](const Mark& mark) {
            return mark.severity == item.severity && mark.carried_in == carried && mark.begin_millis <= at.begin
                && mark.last_begin_millis >= at.begin && mark.end_millis >= at.end
                && (item.open() ? mark.open_count > 0 : mark.ended_millis >= at.end)
                && (carried || mark.last_begin_millis - mark.begin_millis < view.cell_millis);
        });
        ASSERT_TRUE(represented) << item.seq;
    }
    std::array<std::uint32_t, kItemSeverityCount> counted {};
    std::array<std::uint32_t, kItemSeverityCount> counted_open {};
    for (const Mark& mark : view.marks) {
        counted[static_cast<std::size_t>(mark.severity)] += mark.count;
        counted_open[static_cast<std::size_t>(mark.severity)] += mark.open_count;
        EXPECT_EQ(mark.open_count > 0, mark.end_millis == kOpenEnd.millis);
    }
    EXPECT_EQ(counted, expected);
    EXPECT_EQ(counted_open, expected_open);
    EXPECT_EQ(view.item_count, expected_total);
}

TEST(DetailTest, AgreesWithBruteForceOnRandomData)
{
    for (const std::size_t count : { 0u, 1u, 40u, 700u, 4000u }) {
        const auto items = random_items(static_cast<std::uint32_t>(count) + 1, { .count = count, .lanes = 2 });
        TimelineColumns columns;
        for (const auto& item : shuffled(items, 3)) {
            ASSERT_TRUE(columns.put(item).ok());
        }
        DetailCache cache;
        std::mt19937 random { 17 };
        for (int round = 0; round < 60; ++round) {
            const double width = 1920;
            const std::int64_t span = std::int64_t { 1 } << (8 + random() % 16);
            const std::int64_t from = kStart - 600'000 + static_cast<std::int64_t>(random() % 5'000'000);
            const DetailQuery query { static_cast<std::uint16_t>(random() % 2),
                random() % 2 == 0 ? TimeOrder::Occurred : TimeOrder::Recorded, { from }, { from + span },
                static_cast<double>(span) / width };
            expect_complete(items, query, cache.view(columns, query));
            if (HasFatalFailure()) {
                return;
            }
        }
    }
}

TEST(DetailTest, FollowsEveryChangeOfTheColumns)
{
    auto items = random_items(21, { .count = 1500, .lanes = 1 });
    TimelineColumns columns;
    DetailCache cache;
    std::mt19937 random { 5 };
    std::vector<TimelineItem> present;
    const DetailQuery query { 0, TimeOrder::Occurred, { kStart + 500'000 }, { kStart + 2'000'000 }, 800 };
    for (const auto& item : items) {
        ASSERT_TRUE(columns.put(item).ok());
        present.push_back(item);
        if (random() % 7 == 0) {
            auto& changed = present[random() % present.size()];
            changed.severity = ItemSeverity::Critical;
            changed.end = kOpenEnd;
            ASSERT_TRUE(columns.put(changed).ok());
        }
        if (random() % 9 == 0) {
            const std::size_t gone = random() % present.size();
            ASSERT_TRUE(columns.erase(present[gone].seq));
            present.erase(present.begin() + static_cast<std::ptrdiff_t>(gone));
        }
        if (random() % 23 == 0) {
            expect_complete(present, query, cache.view(columns, query));
            if (HasFatalFailure()) {
                return;
            }
        }
    }
}

TEST(DetailTest, NeverHidesAShortCriticalAmongManyOthers)
{
    TimelineColumns columns;
    for (std::uint64_t seq = 0; seq < 100'000; ++seq) {
        TimelineItem item;
        item.seq = seq;
        item.begin = { kStart + static_cast<std::int64_t>(seq) * 36 };
        item.end = item.begin + Millis { 20 };
        item.recorded_at = item.begin;
        item.severity = seq == 61'803 ? ItemSeverity::Critical : ItemSeverity::Info;
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    for (double millis_per_pixel = 0.5; millis_per_pixel < 1e9; millis_per_pixel *= 3) {
        const std::int64_t middle = kStart + 61'803 * 36;
        const auto half = static_cast<std::int64_t>(millis_per_pixel * 960);
        const auto view
            = cache.view(columns, { 0, TimeOrder::Occurred, { middle - half }, { middle + half }, millis_per_pixel });
        std::uint32_t critical = 0;
        for (const Mark& mark : view.marks) {
            critical += mark.severity == ItemSeverity::Critical ? mark.count : 0;
        }
        EXPECT_EQ(critical, 1u) << millis_per_pixel;
        EXPECT_LE(view.marks.size(), 3000u);
    }
}

// A merged block says of itself only what one of its items is: named after one that lasts while one does, and
// over, for those that are, when the last of them was.
TEST(DetailTest, AMergedBlockNamesOneThatStillLasts)
{
    for (const std::uint64_t count : { 300u, 5000u }) {
        TimelineColumns columns;
        const std::uint64_t lasting = count - 70;
        for (std::uint64_t seq = 1; seq <= count; ++seq) {
            TimelineItem item;
            item.seq = seq;
            item.begin = { kStart + static_cast<std::int64_t>(seq) };
            item.end = seq == lasting ? kOpenEnd : Timestamp { kStart + 10'000 + static_cast<std::int64_t>(seq) };
            item.recorded_at = item.begin;
            item.severity = ItemSeverity::Critical;
            ASSERT_TRUE(columns.put(item).ok());
        }
        DetailCache cache;
        const auto view = cache.view(
            columns, { 0, TimeOrder::Occurred, { kStart - 3'600'000 }, { kStart + 3'600'000 }, 7'200'000.0 / 1920 });
        std::uint32_t open = 0;
        for (const Mark& mark : view.marks) {
            open += mark.open_count;
            EXPECT_EQ(mark.first_seq == lasting, mark.open_count == 1);
            EXPECT_LE(mark.ended_millis, kStart + 10'000 + static_cast<std::int64_t>(count));
        }
        EXPECT_EQ(open, 1u);
        EXPECT_LE(view.marks.size(), 3u);
    }
}

TEST(DetailTest, CarriesInWhatBeganLongAgo)
{
    TimelineColumns columns;
    for (std::uint64_t seq = 0; seq < 3000; ++seq) {
        TimelineItem item;
        item.seq = seq;
        item.begin = { kStart + static_cast<std::int64_t>(seq) * 1000 };
        item.end = seq % 100 == 0 ? kOpenEnd : item.begin + Millis { 500 };
        item.recorded_at = item.begin;
        item.severity = seq == 0 ? ItemSeverity::Major : ItemSeverity::Info;
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    const auto few
        = cache.view(columns, { 0, TimeOrder::Occurred, { kStart + 90'000'000 }, { kStart + 91'000'000 }, 500 });
    EXPECT_EQ(few.marks.size(), 30u);
    EXPECT_EQ(few.item_count, 30u);
    EXPECT_TRUE(few.marks[0].carried_in);
    EXPECT_EQ(few.marks[0].end_millis, kOpenEnd.millis);

    for (std::uint64_t seq = 1; seq < 3000; seq += 10) {
        ASSERT_TRUE(columns.close(seq, { kStart + 200'000'000 }));
    }
    const auto many
        = cache.view(columns, { 0, TimeOrder::Occurred, { kStart + 90'000'000 }, { kStart + 91'000'000 }, 500 });
    EXPECT_EQ(many.marks.size(), 2u);
    EXPECT_EQ(many.item_count, 330u);
}

TEST(DetailTest, ReusesTilesWhilePanning)
{
    TimelineColumns columns;
    for (const auto& item : random_items(30, { .count = 20'000, .lanes = 1 })) {
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    for (int step = 0; step < 200; ++step) {
        const std::int64_t from = kStart + step * 100;
        cache.view(columns, { 0, TimeOrder::Occurred, { from }, { from + 1'800'000 }, 1'800'000.0 / 1920 });
    }
    EXPECT_LE(cache.tiles_built(), 8u);
}

TEST(DetailTest, HasABoundedNumberOfTiles)
{
    TimelineColumns columns;
    for (const auto& item : random_items(31, { .count = 50'000, .lanes = 3, .range_millis = 86'400'000 })) {
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    for (std::int64_t step = 0; step < 30'000; ++step) {
        const std::int64_t from = kStart + step * 100'000;
        cache.view(columns, { 0, TimeOrder::Occurred, { from }, { from + 1920 * 50 }, 50 });
    }
    EXPECT_LE(cache.tile_count(), DetailCache::kMarkBudget / 8);
}

TEST(DetailTest, SurvivesAbsurdRanges)
{
    TimelineColumns columns;
    TimelineItem item;
    item.seq = 1;
    item.begin = { kStart };
    item.end = kOpenEnd;
    item.recorded_at = item.begin;
    ASSERT_TRUE(columns.put(item).ok());
    DetailCache cache;
    const Timestamp lowest { std::numeric_limits<std::int64_t>::min() };
    const Timestamp highest { std::numeric_limits<std::int64_t>::max() };
    EXPECT_EQ(cache.view(columns, { 0, TimeOrder::Occurred, lowest, highest, 1e18 }).item_count, 1u);
    EXPECT_EQ(cache.view(columns, { 0, TimeOrder::Occurred, highest, lowest, 1e-9 }).item_count, 1u);
    EXPECT_EQ(cache.view(columns, { 9, TimeOrder::Recorded, { 0 }, { 0 }, 0 }).item_count, 0u);
}

}
}
