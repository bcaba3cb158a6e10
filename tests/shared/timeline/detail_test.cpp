// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/detail.h"

#include "tests/shared/timeline/random_items.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <random>

namespace watchfloor {
namespace {

constexpr std::int64_t kFirstItem = 1'760'000'000'000;

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
            const std::int64_t from = kFirstItem - 600'000 + static_cast<std::int64_t>(random() % 5'000'000);
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
    const DetailQuery query { 0, TimeOrder::Occurred, { kFirstItem + 500'000 }, { kFirstItem + 2'000'000 }, 800 };
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
        item.begin = { kFirstItem + static_cast<std::int64_t>(seq) * 36 };
        item.end = item.begin + Millis { 20 };
        item.recorded_at = item.begin;
        item.severity = seq == 61'803 ? ItemSeverity::Critical : ItemSeverity::Info;
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    for (double millis_per_pixel = 0.5; millis_per_pixel < 1e9; millis_per_pixel *= 3) {
        const std::int64_t middle = kFirstItem + 61'803 * 36;
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
            item.begin = { kFirstItem + static_cast<std::int64_t>(seq) };
            item.end = seq == lasting ? kOpenEnd : Timestamp { kFirstItem + 10'000 + static_cast<std::int64_t>(seq) };
            item.recorded_at = item.begin;
            item.severity = ItemSeverity::Critical;
            ASSERT_TRUE(columns.put(item).ok());
        }
        DetailCache cache;
        const auto view = cache.view(columns,
            { 0, TimeOrder::Occurred, { kFirstItem - 3'600'000 }, { kFirstItem + 3'600'000 }, 7'200'000.0 / 1920 });
        std::uint32_t open = 0;
        for (const Mark& mark : view.marks) {
            open += mark.open_count;
            EXPECT_EQ(mark.first_seq == lasting, mark.open_count == 1);
            EXPECT_LE(mark.ended_millis, kFirstItem + 10'000 + static_cast<std::int64_t>(count));
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
        item.begin = { kFirstItem + static_cast<std::int64_t>(seq) * 1000 };
        item.end = seq % 100 == 0 ? kOpenEnd : item.begin + Millis { 500 };
        item.recorded_at = item.begin;
        item.severity = seq == 0 ? ItemSeverity::Major : ItemSeverity::Info;
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    const auto few = cache.view(
        columns, { 0, TimeOrder::Occurred, { kFirstItem + 90'000'000 }, { kFirstItem + 91'000'000 }, 500 });
    EXPECT_EQ(few.marks.size(), 30u);
    EXPECT_EQ(few.item_count, 30u);
    EXPECT_TRUE(few.marks[0].carried_in);
    EXPECT_EQ(few.marks[0].end_millis, kOpenEnd.millis);

    for (std::uint64_t seq = 1; seq < 3000; seq += 10) {
        ASSERT_TRUE(columns.close(seq, { kFirstItem + 200'000'000 }));
    }
    const auto many = cache.view(
        columns, { 0, TimeOrder::Occurred, { kFirstItem + 90'000'000 }, { kFirstItem + 91'000'000 }, 500 });
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
        const std::int64_t from = kFirstItem + step * 100;
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
        const std::int64_t from = kFirstItem + step * 100'000;
        cache.view(columns, { 0, TimeOrder::Occurred, { from }, { from + 1920 * 50 }, 50 });
    }
    EXPECT_LE(cache.tile_count(), DetailCache::kMarkBudget / 8);
}

TEST(DetailTest, SurvivesAbsurdRanges)
{
    TimelineColumns columns;
    TimelineItem item;
    item.seq = 1;
    item.begin = { kFirstItem };
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

TimelineItem item_of(std::uint64_t seq, std::int64_t begin, std::int64_t end, ItemSeverity severity = {})
{
    TimelineItem item;
    item.seq = seq;
    item.begin = { begin };
    item.end = { end };
    item.recorded_at = item.begin;
    item.severity = severity;
    return item;
}

TEST(DetailTest, CellsAreTheFirstPowerOfTwoOfAtLeastThreePixels)
{
    EXPECT_EQ(detail_level(0), 0);
    EXPECT_EQ(detail_level(1.0 / 3), 0);
    EXPECT_EQ(detail_level(0.34), 1);
    EXPECT_EQ(detail_level(256.0 / 3), 8) << "exactly three pixels will do";
    EXPECT_EQ(detail_level(256.01 / 3), 9);
    EXPECT_EQ(detail_level(1e300), 44);
}

TEST(DetailTest, AViewCoversWholeTilesAndNoneBeyondItsEnd)
{
    TimelineColumns columns;
    ASSERT_TRUE(columns.put(item_of(1, 0, 10)).ok());
    DetailCache cache;
    const std::int64_t tile = 1024 * DetailCache::kCellsPerTile;
    const auto view = [&](std::int64_t from, std::int64_t to) {
        return cache.view(columns, { 0, TimeOrder::Occurred, { from }, { to }, 1024 / 3.0 });
    };
    EXPECT_EQ(view(0, tile).from, Timestamp { 0 });
    EXPECT_EQ(view(0, tile).to, Timestamp { tile });
    EXPECT_EQ(view(0, tile).cell_millis, 1024);
    EXPECT_EQ(view(0, tile + 1).to, Timestamp { 2 * tile });
    EXPECT_EQ(view(-1, 1).from, Timestamp { -tile });
    EXPECT_EQ(view(-1, 1).to, Timestamp { tile });
    EXPECT_EQ(view(5, 5).to, Timestamp { tile }) << "an empty stretch is in one";
}

// A whole mark, field by field: of one cell, in which some still last and others are over.
TEST(DetailTest, AMergedMarkTellsOfAllItsItems)
{
    const std::int64_t cell = 1 << 12;
    const std::int64_t begin = kFirstItem - kFirstItem % cell;
    std::vector<TimelineItem> items;
    for (std::uint64_t i = 0; i < 250; ++i) {
        items.push_back(item_of(i + 1, begin + static_cast<std::int64_t>(i), begin + 9000, ItemSeverity::Minor));
        items.back().flags = kItemMuted;
        items.back().kind = ItemKind::Alert;
    }
    items[20].end = { begin + 90'000 };
    items[30].end = kOpenEnd;
    items[30].kind = ItemKind::Change;
    items[40].end = kOpenEnd;
    TimelineColumns columns;
    for (const auto& item : items) {
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    const auto view
        = cache.view(columns, { 0, TimeOrder::Occurred, { begin }, { begin + cell }, static_cast<double>(cell) / 3 });
    ASSERT_EQ(view.marks.size(), 1U);
    const Mark& mark = view.marks[0];
    EXPECT_EQ(mark.begin_millis, begin);
    EXPECT_EQ(mark.last_begin_millis, begin + 249);
    EXPECT_EQ(mark.end_millis, kOpenEnd.millis);
    EXPECT_EQ(mark.ended_millis, begin + 90'000) << "not the last that was added, but the last that ended";
    EXPECT_EQ(mark.first_seq, 31U);
    EXPECT_EQ(mark.kind, ItemKind::Change) << "of the one it names";
    EXPECT_EQ(mark.count, 250U);
    EXPECT_EQ(mark.open_count, 2U);
    EXPECT_EQ(mark.severity, ItemSeverity::Minor);
    EXPECT_EQ(mark.flags, 0) << "flags are of one item alone";
    EXPECT_FALSE(mark.carried_in);
}

// Of marks that were merged from whole blocks and of those merged item by item the same is true.
TEST(DetailTest, MarksAgreeFieldByFieldWithBruteForce)
{
    const std::int64_t before_epoch = -30'000'000;
    for (const auto& [count, from] : std::vector<std::pair<std::size_t, std::int64_t>> {
             { 300, kFirstItem }, { 3000, kFirstItem }, { 3000, before_epoch } }) {
        const auto items
            = random_items(77, { .count = count, .lanes = 1, .range_millis = 400'000, .from_millis = from });
        TimelineColumns columns;
        for (const auto& item : items) {
            ASSERT_TRUE(columns.put(item).ok());
        }
        auto ordered = items;
        std::sort(ordered.begin(), ordered.end(),
            [](const auto& a, const auto& b) { return a.begin != b.begin ? a.begin < b.begin : a.seq < b.seq; });
        DetailCache cache;
        const auto view = cache.view(columns, { 0, TimeOrder::Occurred, { from }, { from + 8'000'000 }, 60'000.0 });
        std::uint32_t seen = 0;
        for (const Mark& mark : view.marks) {
            Mark expected;
            expected.end_millis = std::numeric_limits<std::int64_t>::min();
            for (const auto& item : ordered) {
                const std::int64_t begin = item.begin.millis;
                if (item.severity != mark.severity || begin < mark.begin_millis || begin > mark.last_begin_millis) {
                    continue;
                }
                if (expected.count == 0 || (item.open() && expected.open_count == 0)) {
                    expected.first_seq = item.seq;
                    expected.kind = item.kind;
                }
                if (!item.open()) {
                    const bool first = expected.count == expected.open_count;
                    expected.ended_millis = first ? item.end.millis : std::max(expected.ended_millis, item.end.millis);
                }
                expected.end_millis = std::max(expected.end_millis, item.end.millis);
                expected.open_count += item.open() ? 1U : 0U;
                expected.flags = expected.count++ == 0 ? item.flags : std::uint8_t { 0 };
            }
            seen += mark.count;
            ASSERT_EQ(mark.count, expected.count);
            EXPECT_EQ(mark.open_count, expected.open_count);
            EXPECT_EQ(mark.first_seq, expected.first_seq);
            EXPECT_EQ(mark.kind, expected.kind);
            EXPECT_EQ(mark.flags, expected.flags);
            EXPECT_EQ(mark.end_millis, expected.end_millis);
            EXPECT_TRUE(mark.count == mark.open_count || mark.ended_millis == expected.ended_millis);
        }
        EXPECT_EQ(seen, count);
    }
}

TEST(DetailTest, ATileShowsExactlySoManyAlone)
{
    for (const std::size_t more : { 0u, 1u }) {
        TimelineColumns columns;
        const std::size_t count = DetailCache::kItemsShownAlone + more;
        for (std::uint64_t seq = 0; seq < count; ++seq) {
            ASSERT_TRUE(columns.put(item_of(seq, static_cast<std::int64_t>(seq / 8), 900)).ok());
        }
        DetailCache cache;
        const auto view = cache.view(columns, { 0, TimeOrder::Occurred, { 0 }, { 4096 }, 1024 / 3.0 });
        EXPECT_EQ(view.marks.size(), more == 0 ? count : 1U);
    }
}

TEST(DetailTest, CarriesExactlySoManyAlone)
{
    const std::int64_t tile = DetailCache::kCellsPerTile;
    for (const std::size_t more : { 0u, 1u }) {
        TimelineColumns columns;
        const std::size_t count = DetailCache::kCarriedAlone + more;
        for (std::uint64_t seq = 0; seq < count; ++seq) {
            ASSERT_TRUE(columns.put(item_of(seq, -5, tile, seq == 3 ? ItemSeverity::Major : ItemSeverity::Info)).ok());
        }
        DetailCache cache;
        const auto view = cache.view(columns, { 0, TimeOrder::Occurred, { 0 }, { tile }, 1.0 / 3 });
        EXPECT_EQ(view.marks.size(), more == 0 ? count : 2U);
        EXPECT_EQ(view.item_count, count);
        for (const Mark& mark : view.marks) {
            EXPECT_TRUE(mark.carried_in);
        }
    }
}

std::uint32_t shown_from_zero(const TimelineColumns& columns)
{
    DetailCache cache;
    return cache.view(columns, { 0, TimeOrder::Occurred, { 0 }, { 100 }, 1.0 / 3 }).item_count;
}

// An end is exclusive: what ends where the stretch begins is not in it, and a millisecond later it is.
TEST(DetailTest, CarriesInWhatEndsAfterTheBeginOnly)
{
    const auto carried = [](std::int64_t end) {
        TimelineColumns columns;
        EXPECT_TRUE(columns.put(item_of(1, -50, end)).ok());
        const auto alone = shown_from_zero(columns);
        EXPECT_TRUE(columns.put(item_of(2, -40, 5000)).ok());
        EXPECT_EQ(shown_from_zero(columns), alone + 1) << "beside one that is carried in anyhow";
        return alone;
    };
    EXPECT_EQ(carried(-1), 0U);
    EXPECT_EQ(carried(0), 0U);
    EXPECT_EQ(carried(1), 1U);
}

TEST(DetailTest, CarriesInFromTheBlockInWhichTheStretchBegins)
{
    TimelineColumns columns;
    ASSERT_TRUE(columns.put(item_of(1, -50, 1000)).ok());
    ASSERT_TRUE(columns.put(item_of(2, 50, 60)).ok());
    DetailCache cache;
    const auto view = cache.view(columns, { 0, TimeOrder::Occurred, { 0 }, { 100 }, 1.0 / 3 });
    ASSERT_EQ(view.marks.size(), 2U);
    EXPECT_TRUE(view.marks[0].carried_in);
    EXPECT_FALSE(view.marks[1].carried_in);
}

// What is kept is what did not change: of another lane, and of another stretch.
TEST(DetailTest, AChangeDropsOnlyTheTilesItReaches)
{
    TimelineColumns columns;
    const std::int64_t tile = DetailCache::kCellsPerTile;
    for (std::uint16_t lane = 0; lane < 2; ++lane) {
        auto item = item_of(lane + 1U, 5 * tile, 5 * tile + 1);
        item.lane = lane;
        ASSERT_TRUE(columns.put(item).ok());
    }
    DetailCache cache;
    const auto built = [&](std::uint16_t lane) {
        const auto before = cache.tiles_built();
        cache.view(columns, { lane, TimeOrder::Occurred, { 0 }, { 10 * tile }, 1.0 / 3 });
        return cache.tiles_built() - before;
    };
    EXPECT_EQ(built(0), 10U);
    EXPECT_EQ(built(1), 10U);
    auto change = item_of(3, 3 * tile + 9, 5 * tile + 9);
    ASSERT_TRUE(columns.put(change).ok());
    EXPECT_EQ(built(1), 0U) << "another lane";
    EXPECT_EQ(built(0), 3U) << "where it begins, through which it lasts, and where it ends";
    ASSERT_TRUE(columns.erase(3));
    EXPECT_EQ(built(0), 3U);
    change.begin = change.recorded_at = { 8 * tile + 1 };
    change.end = { 9 * tile - 1 };
    ASSERT_TRUE(columns.put(change).ok());
    EXPECT_EQ(built(0), 1U);
}

TEST(DetailTest, TilesOfOtherColumnsAreNotTakenForTheirs)
{
    TimelineColumns first;
    TimelineColumns second;
    ASSERT_TRUE(first.put(item_of(1, 5, 9)).ok());
    ASSERT_TRUE(second.put(item_of(2, 6, 9)).ok());
    ASSERT_EQ(first.version(), second.version());
    DetailCache cache;
    const auto shown = [&](const TimelineColumns& columns) {
        return cache.view(columns, { 0, TimeOrder::Occurred, { 0 }, { 10 }, 1.0 / 3 }).marks[0].first_seq;
    };
    EXPECT_EQ(shown(first), 1U);
    EXPECT_EQ(shown(second), 2U);
    ASSERT_TRUE(first.put(item_of(3, 1'000'000, 1'000'001)).ok());
    EXPECT_EQ(shown(first), 1U) << "nor where only something far away changed";
    first.clear();
    ASSERT_TRUE(first.put(item_of(4, 7, 9)).ok());
    EXPECT_EQ(shown(first), 4U);
}

// What is on screen is used with every frame and stays, however much is looked at besides.
TEST(DetailTest, WhatIsUsedWithEveryFrameIsNotBuiltAgain)
{
    TimelineColumns columns;
    ASSERT_TRUE(columns.put(item_of(1, 5, 9)).ok());
    DetailCache cache;
    const std::int64_t tile = DetailCache::kCellsPerTile;
    const DetailQuery shown { 0, TimeOrder::Occurred, { 0 }, { tile }, 1.0 / 3 };
    cache.view(columns, shown);
    const std::int64_t looked_at = 20'000;
    for (std::int64_t step = 1; step <= looked_at; ++step) {
        cache.view(columns, { 0, TimeOrder::Occurred, { step * tile }, { (step + 1) * tile }, 1.0 / 3 });
        cache.view(columns, shown);
    }
    EXPECT_EQ(cache.tiles_built(), static_cast<std::uint64_t>(looked_at) + 1);
    EXPECT_LE(cache.tile_count(), DetailCache::kMarkBudget / 16 + 1);
}

TEST(DetailTest, MarksAreKeptUpToTheirBudget)
{
    TimelineColumns columns;
    const std::int64_t tile = DetailCache::kCellsPerTile;
    std::uint64_t seq = 0;
    const std::int64_t tiles = 2500;
    for (std::int64_t number = 0; number < tiles; ++number) {
        for (int i = 0; i < 50; ++i) {
            ASSERT_TRUE(columns.put(item_of(++seq, number * tile + i, number * tile + i)).ok());
        }
    }
    DetailCache cache;
    for (int round = 0; round < 2; ++round) {
        for (std::int64_t number = 0; number < tiles; ++number) {
            cache.view(columns, { 0, TimeOrder::Occurred, { number * tile }, { (number + 1) * tile }, 1.0 / 3 });
        }
    }
    EXPECT_GT(cache.tiles_built(), static_cast<std::uint64_t>(tiles)) << "it had to let some go";
    EXPECT_LT(cache.tile_count(), static_cast<std::size_t>(tiles));
}

}
}
