// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/timeline/layout.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

TimeAxis axis_of(double seconds_per_pixel)
{
    TimeAxis axis;
    axis.from_millis = 0;
    axis.millis_per_pixel = seconds_per_pixel * 1000;
    axis.left = 100;
    axis.width = 1000;
    return axis;
}

Mark mark_at(std::int64_t begin, std::int64_t end, ItemSeverity severity = ItemSeverity::Info, std::uint32_t count = 1)
{
    Mark mark;
    mark.begin_millis = begin;
    mark.last_begin_millis = begin;
    mark.end_millis = end;
    mark.first_seq = static_cast<std::uint64_t>(begin);
    mark.count = count;
    mark.open_count = end == kOpenEnd.millis ? count : 0;
    mark.ended_millis = end;
    mark.severity = severity;
    return mark;
}

DetailView view_of(const std::vector<Mark>& marks)
{
    return { marks, { 0 }, { 1'000'000 }, 0, 4096 };
}

std::uint64_t counted(const LaneLayout& layout)
{
    std::uint64_t total = 0;
    for (const PlacedMark& placed : layout.placed) {
        total += placed.count;
    }
    for (const DenseCell& cell : layout.cells) {
        total += cell.count;
    }
    return total;
}

TEST(TimelineLayoutTest, StacksOverlappingBarsSoThatNoneCoverEachOther)
{
    std::vector<Mark> marks;
    for (int i = 0; i < 40; ++i) {
        marks.push_back(mark_at(i * 20'000, i * 20'000 + 55'000));
    }
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 5 });
    ASSERT_FALSE(layout.dense);
    ASSERT_EQ(layout.placed.size(), marks.size());
    for (const PlacedMark& a : layout.placed) {
        EXPECT_LE(a.x1, a.room + 1);
        for (const PlacedMark& b : layout.placed) {
            const bool same = &a == &b;
            EXPECT_TRUE(same || a.row != b.row || a.x1 <= b.x0 || b.x1 <= a.x0);
        }
    }
}

TEST(TimelineLayoutTest, CountsWhatFindsNoRowWithTheWorstSeverity)
{
    std::vector<Mark> marks { mark_at(10'000, 500'000), mark_at(20'000, 500'000),
        mark_at(30'000, 500'000, ItemSeverity::Critical) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 2 });
    ASSERT_FALSE(layout.dense);
    ASSERT_EQ(layout.placed.size(), 2u);
    EXPECT_EQ(counted(layout), 3u);
    EXPECT_TRUE(std::any_of(layout.placed.begin(), layout.placed.end(),
        [](const PlacedMark& placed) { return placed.severity == ItemSeverity::Critical && placed.count == 2; }));
}

// One critical alert is over and another still fires: the bar that stands for both still fires, and says of whom.
TEST(TimelineLayoutTest, AMergedBarLastsAsLongAsAnyOfItsMembers)
{
    const std::vector<Mark> marks { mark_at(10'000, 90'000, ItemSeverity::Critical),
        mark_at(30'000, kOpenEnd.millis, ItemSeverity::Critical) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 1, .now_millis = 250'000 });
    ASSERT_EQ(layout.placed.size(), 1u);
    const PlacedMark& bar = layout.placed[0];
    EXPECT_EQ(bar.count, 2u);
    EXPECT_EQ(bar.open_count, 1u);
    EXPECT_TRUE(bar.mixed());
    EXPECT_EQ(bar.mark.first_seq, 30'000u);
    EXPECT_FLOAT_EQ(bar.x0, 110.0F);
    EXPECT_FLOAT_EQ(bar.x1, 350.0F);
    EXPECT_FLOAT_EQ(bar.open_x0, 130.0F);
    EXPECT_FLOAT_EQ(bar.ended_x1, 190.0F);
}

TEST(TimelineLayoutTest, AMergedBarHasTheColourOfTheWorstThatStillLasts)
{
    const std::vector<Mark> marks { mark_at(10'000, kOpenEnd.millis, ItemSeverity::Info),
        mark_at(20'000, kOpenEnd.millis, ItemSeverity::Minor), mark_at(30'000, 60'000, ItemSeverity::Critical) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 1, .now_millis = 250'000 });
    ASSERT_EQ(layout.placed.size(), 1u);
    const PlacedMark& bar = layout.placed[0];
    EXPECT_EQ(bar.severity, ItemSeverity::Minor);
    EXPECT_EQ(bar.mark.first_seq, 20'000u);
    EXPECT_EQ(bar.worst_ended, ItemSeverity::Critical);
    EXPECT_EQ(bar.merged.all[static_cast<std::size_t>(ItemSeverity::Critical)], 1u);
    EXPECT_EQ(bar.merged.open[static_cast<std::size_t>(ItemSeverity::Critical)], 0u);
    EXPECT_EQ(bar.merged.open[static_cast<std::size_t>(ItemSeverity::Info)], 1u);
}

TEST(TimelineLayoutTest, AMergedBarOfWhatIsOverEndsWithTheLast)
{
    const std::vector<Mark> marks { mark_at(10'000, 90'000), mark_at(30'000, 120'000) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 1, .now_millis = 250'000 });
    ASSERT_EQ(layout.placed.size(), 1u);
    EXPECT_EQ(layout.placed[0].open_count, 0u);
    EXPECT_FLOAT_EQ(layout.placed[0].x1, 220.0F);
}

// What is over is counted with what is over while a row has such a bar, so that few bars are of both.
TEST(TimelineLayoutTest, WhatFindsNoRowJoinsABarInItsState)
{
    const std::vector<Mark> marks { mark_at(10'000, 150'000), mark_at(40'000, kOpenEnd.millis),
        mark_at(50'000, 130'000), mark_at(60'000, kOpenEnd.millis) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 2, .now_millis = 250'000 });
    ASSERT_EQ(layout.placed.size(), 2u);
    for (const PlacedMark& bar : layout.placed) {
        EXPECT_EQ(bar.count, 2u);
        EXPECT_FALSE(bar.mixed());
    }
}

TEST(TimelineLayoutTest, TurnsToDensityWhenRowsDoNotSufficeAndKeepsTheWorst)
{
    std::vector<Mark> marks;
    for (int i = 0; i < 3000; ++i) {
        marks.push_back(mark_at(i * 300, i * 300 + 4000, i == 1234 ? ItemSeverity::Critical : ItemSeverity::Minor, 7));
    }
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 3 });
    ASSERT_TRUE(layout.dense);
    EXPECT_EQ(counted(layout), 21'000u);
    EXPECT_EQ(layout.item_count, 21'000u);
    EXPECT_EQ(layout.worst, ItemSeverity::Critical);
    const auto cell = std::find_if(
        layout.cells.begin(), layout.cells.end(), [](const DenseCell& c) { return c.worst == ItemSeverity::Critical; });
    ASSERT_NE(cell, layout.cells.end());
    EXPECT_EQ(cell->worst_count, 7u);
    EXPECT_GE(cell->x1 - cell->x0, 3.0F);
    EXPECT_LE(cell->begin_millis, 1234 * 300);
    EXPECT_GT(cell->end_millis, 1234 * 300);
}

TEST(TimelineLayoutTest, GivesTheShortestThreePixels)
{
    const std::vector<Mark> marks { mark_at(500'000, 500'001, ItemSeverity::Critical) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(100), {});
    ASSERT_EQ(layout.placed.size(), 1u);
    EXPECT_GE(layout.placed[0].x1 - layout.placed[0].x0, 3.0F);
}

TEST(TimelineLayoutTest, DrawsOpenItemsUpToNow)
{
    const std::vector<Mark> marks { mark_at(0, kOpenEnd.millis) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .now_millis = 250'000 });
    ASSERT_EQ(layout.placed.size(), 1u);
    EXPECT_FLOAT_EQ(layout.placed[0].x1, 350.0F);
}

TEST(TimelineLayoutTest, LeavesOutWhatIsOutsideTheAxis)
{
    const std::vector<Mark> marks { mark_at(-900'000, -800'000), mark_at(2'000'000, 2'100'000) };
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), {});
    EXPECT_TRUE(layout.placed.empty());
    EXPECT_EQ(layout.item_count, 0u);
}

// What an open item of so many milliseconds of begin is.
Mark open_at(std::int64_t begin, ItemSeverity severity = ItemSeverity::Info)
{
    return mark_at(begin, kOpenEnd.millis, severity);
}

LaneLayout laid_out(const std::vector<Mark>& marks, const LaneLayoutOptions& options)
{
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), options);
    return layout;
}

TEST(TimelineLayoutTest, AnInstantStandsAboutItsTime)
{
    const auto layout = laid_out({ mark_at(500'000, 500'000) }, { .least_width = 20, .instants = true });
    ASSERT_EQ(layout.placed.size(), 1u);
    EXPECT_FLOAT_EQ(layout.placed[0].x0, 590.0F);
    EXPECT_FLOAT_EQ(layout.placed[0].x1, 610.0F);
    EXPECT_FLOAT_EQ(layout.placed[0].ended_x1, 610.0F);
}

TEST(TimelineLayoutTest, WhatBeginsInTheFutureIsNotDrawnBackToNow)
{
    const auto layout = laid_out({ open_at(700'000) }, { .now_millis = 250'000 });
    ASSERT_EQ(layout.placed.size(), 1u);
    EXPECT_FLOAT_EQ(layout.placed[0].x0, 800.0F);
    EXPECT_FLOAT_EQ(layout.placed[0].x1, 803.0F);
}

// The axis goes from pixel 100, at 0 s, to pixel 1100, at 1000 s.
TEST(TimelineLayoutTest, WhatTouchesAnEdgeIsThereAndCanBeChosen)
{
    const auto count
        = [](std::int64_t begin, std::int64_t end) { return laid_out({ mark_at(begin, end) }, {}).placed.size(); };
    EXPECT_EQ(count(-5'000, 0), 1u) << "ends exactly at the left edge";
    EXPECT_EQ(count(-5'000, -1'000), 0u);
    EXPECT_EQ(count(-3'000, -3'000), 1u) << "its least width reaches the edge";
    EXPECT_EQ(count(-4'000, -4'000), 0u);
    EXPECT_EQ(count(1'000'000, 1'010'000), 1u) << "begins exactly at the right edge";
    EXPECT_EQ(count(1'001'000, 1'010'000), 0u);
}

TEST(TimelineLayoutTest, WordsHaveRoomUpToTheGapBeforeTheNextShape)
{
    const auto layout = laid_out({ mark_at(10'000, 20'000), mark_at(100'000, 120'000) }, { .rows = 1, .gap = 5 });
    ASSERT_EQ(layout.placed.size(), 2u);
    EXPECT_FLOAT_EQ(layout.placed[0].room, 195.0F);
    EXPECT_FLOAT_EQ(layout.placed[1].room, 1e9F);
}

TEST(TimelineLayoutTest, ShapesOfARowKeepTheirGap)
{
    const auto rows = [](std::int64_t second) {
        const auto layout
            = laid_out({ mark_at(0, 100'000), mark_at(second, second + 50'000) }, { .rows = 2, .gap = 4 });
        return layout.placed[1].row;
    };
    EXPECT_EQ(rows(103'000), 1);
    EXPECT_EQ(rows(104'000), 0) << "exactly the gap";
}

TEST(TimelineLayoutTest, ARowWithRoomForWordsIsPreferred)
{
    // The first row ends at pixel 200, the second at 150 and the third at 180; words take 60, the gap 2.
    const std::vector<Mark> ends { mark_at(0, 100'000), mark_at(1'000, 50'000), mark_at(2'000, 80'000) };
    const auto row_of = [&](std::int64_t begin) {
        auto marks = ends;
        marks.push_back(mark_at(begin, begin + 10'000));
        return laid_out(marks, { .rows = 3, .wished_label = 60 }).placed.back().row;
    };
    EXPECT_EQ(row_of(162'000), 0) << "the first with room for words";
    EXPECT_EQ(row_of(161'999), 1);
    EXPECT_EQ(row_of(112'000), 1) << "the only one with room for words";
    EXPECT_EQ(row_of(110'000), 1) << "none has room: the one that ended first";
    EXPECT_EQ(row_of(85'000), 1);
    auto crossed = ends;
    std::swap(crossed[1].end_millis, crossed[2].end_millis);
    crossed.push_back(mark_at(85'000, 95'000));
    EXPECT_EQ(laid_out(crossed, { .rows = 3, .wished_label = 60 }).placed.back().row, 2);
}

TEST(TimelineLayoutTest, CountsAsCrowdedWhatHasNoRoomForItsWordsOrNoRow)
{
    const auto crowded = [](std::int64_t second, int rows) {
        return laid_out({ mark_at(0, 100'000), mark_at(second, 300'000) }, { .rows = rows, .wished_label = 60 })
            .crowded;
    };
    EXPECT_EQ(crowded(162'000, 1), 0u) << "exactly the room that is wished";
    EXPECT_EQ(crowded(161'000, 1), 1u) << "a place, but none for words";
    EXPECT_EQ(crowded(50'000, 1), 1u) << "no row at all";
    EXPECT_EQ(crowded(50'000, 2), 0u);
    const auto touching
        = laid_out({ mark_at(0, 100'000), mark_at(102'000, 300'000) }, { .rows = 1, .wished_label = 60 });
    EXPECT_EQ(touching.placed.size(), 2u) << "a place exactly behind the gap";
}

TEST(TimelineLayoutTest, ABarThatIsAlonePutsItsStatesWhereTheyAre)
{
    const auto over = laid_out({ mark_at(10'000, 90'000, ItemSeverity::Major) }, {}).placed[0];
    EXPECT_FLOAT_EQ(over.open_x0, over.x1) << "nothing lasts";
    EXPECT_FLOAT_EQ(over.ended_x1, over.x1);
    EXPECT_EQ(over.worst_ended, ItemSeverity::Major);
    EXPECT_FALSE(over.mixed());
    const auto open = laid_out({ open_at(10'000, ItemSeverity::Major) }, { .now_millis = 250'000 }).placed[0];
    EXPECT_FLOAT_EQ(open.open_x0, open.x0);
    EXPECT_FLOAT_EQ(open.ended_x1, open.x0) << "nothing is over";
    EXPECT_EQ(open.worst_ended, ItemSeverity {});
    EXPECT_FALSE(open.mixed());
}

// Of a mark that the store merged, a part is over: up to where, inside the bar whatever its width.
TEST(TimelineLayoutTest, AMarkOfBothStatesEndsInsideItsBar)
{
    Mark mark = open_at(10'000, ItemSeverity::Minor);
    mark.count = 5;
    mark.open_count = 2;
    const auto ended = [&](std::int64_t at) {
        mark.ended_millis = at;
        return laid_out({ mark }, { .now_millis = 250'000 }).placed[0];
    };
    EXPECT_FLOAT_EQ(ended(90'000).ended_x1, 190.0F);
    EXPECT_FLOAT_EQ(ended(10'000).ended_x1, 113.0F) << "as wide as the least";
    EXPECT_FLOAT_EQ(ended(900'000).ended_x1, 350.0F) << "not beyond now";
    EXPECT_TRUE(ended(90'000).mixed());
    EXPECT_EQ(ended(90'000).worst_ended, ItemSeverity::Minor);
    EXPECT_EQ(ended(90'000).merged.all[static_cast<std::size_t>(ItemSeverity::Minor)], 5u);
    EXPECT_EQ(ended(90'000).merged.open[static_cast<std::size_t>(ItemSeverity::Minor)], 2u);
}

// All of one bar: two that last and three that are over, told apart whichever came first.
TEST(TimelineLayoutTest, AMergedBarTellsOfAllItsMembers)
{
    const std::vector<Mark> marks { open_at(10'000, ItemSeverity::Info),
        mark_at(20'000, 160'000, ItemSeverity::Critical), open_at(30'000, ItemSeverity::Minor),
        mark_at(40'000, 90'000, ItemSeverity::Major), mark_at(50'000, 70'000, ItemSeverity::Critical, 4) };
    const auto layout = laid_out(marks, { .rows = 1, .now_millis = 250'000 });
    ASSERT_EQ(layout.placed.size(), 1u);
    const PlacedMark& bar = layout.placed[0];
    EXPECT_EQ(bar.count, 8u);
    EXPECT_EQ(bar.open_count, 2u);
    EXPECT_FLOAT_EQ(bar.open_x0, 110.0F) << "where the first that lasts begins";
    EXPECT_FLOAT_EQ(bar.ended_x1, 260.0F) << "where the last that is over ended";
    EXPECT_FLOAT_EQ(bar.x1, 350.0F);
    EXPECT_EQ(bar.severity, ItemSeverity::Minor);
    EXPECT_EQ(bar.mark.first_seq, 30'000u);
    EXPECT_EQ(bar.worst_ended, ItemSeverity::Critical);
    const auto all = [&](ItemSeverity severity) { return bar.merged.all[static_cast<std::size_t>(severity)]; };
    const auto open = [&](ItemSeverity severity) { return bar.merged.open[static_cast<std::size_t>(severity)]; };
    EXPECT_EQ(all(ItemSeverity::Critical), 5u);
    EXPECT_EQ(open(ItemSeverity::Critical), 0u);
    EXPECT_EQ(all(ItemSeverity::Minor), 1u);
    EXPECT_EQ(open(ItemSeverity::Minor), 1u);
    EXPECT_EQ(open(ItemSeverity::Info), 1u);
    EXPECT_EQ(layout.item_count, 8u);
    EXPECT_EQ(layout.worst, ItemSeverity::Critical);
    EXPECT_EQ(layout.crowded, 4u);
}

TEST(TimelineLayoutTest, WhatLastsBeginsWithTheFirstThatDoesThoughOthersAreOver)
{
    const std::vector<Mark> marks { mark_at(10'000, 90'000), open_at(30'000), open_at(50'000) };
    const auto bar = laid_out(marks, { .rows = 1, .now_millis = 250'000 }).placed[0];
    EXPECT_FLOAT_EQ(bar.open_x0, 130.0F);
    EXPECT_EQ(bar.open_count, 2u);
}

// The worst of those that are over is not the last of them, nor one that still lasts.
TEST(TimelineLayoutTest, TheWorstThatEndedIsOfThoseThatEnded)
{
    const std::vector<Mark> marks { mark_at(10'000, 90'000, ItemSeverity::Major),
        mark_at(20'000, 80'000, ItemSeverity::Info), open_at(30'000, ItemSeverity::Critical) };
    const auto bar = laid_out(marks, { .rows = 1, .now_millis = 250'000 }).placed[0];
    EXPECT_EQ(bar.worst_ended, ItemSeverity::Major);
    EXPECT_EQ(bar.severity, ItemSeverity::Critical);
}

TEST(TimelineLayoutTest, OfTwoAsBadTheFirstSpeaks)
{
    const auto over = laid_out(
        { mark_at(10'000, 90'000, ItemSeverity::Major), mark_at(20'000, 80'000, ItemSeverity::Major) }, { .rows = 1 });
    EXPECT_EQ(over.placed[0].mark.first_seq, 10'000u);
    const auto worse
        = laid_out({ mark_at(10'000, 90'000, ItemSeverity::Major), mark_at(20'000, 80'000, ItemSeverity::Critical) },
            { .rows = 1 });
    EXPECT_EQ(worse.placed[0].mark.first_seq, 20'000u);
    EXPECT_EQ(worse.placed[0].severity, ItemSeverity::Critical);
}

TEST(TimelineLayoutTest, AMergedBarIsMutedOnlyWhereAllOfItIs)
{
    std::vector<Mark> marks { mark_at(10'000, 90'000), mark_at(20'000, 80'000, ItemSeverity::Critical) };
    marks[0].flags = kItemMuted | kItemAcknowledged;
    marks[1].flags = kItemMuted | kItemLate;
    EXPECT_EQ(laid_out(marks, { .rows = 1 }).placed[0].mark.flags, kItemMuted);
}

TEST(TimelineLayoutTest, AMergedBarTakesItsRowUpToItsNewEnd)
{
    const std::vector<Mark> marks { mark_at(10'000, 60'000), mark_at(20'000, 200'000), mark_at(30'000, 40'000),
        mark_at(150'000, 160'000), mark_at(210'000, 220'000) };
    const auto layout = laid_out(marks, { .rows = 1 });
    ASSERT_EQ(layout.placed.size(), 2u);
    EXPECT_EQ(layout.placed[0].count, 4u);
    EXPECT_FLOAT_EQ(layout.placed[0].x1, 300.0F) << "no shorter by the last that joined";
}

TEST(TimelineLayoutTest, InstantsDoNotGrowWhenTheyAreCountedTogether)
{
    const std::vector<Mark> marks { mark_at(100'000, 100'000), mark_at(105'000, 105'000), mark_at(130'000, 130'000) };
    const auto layout = laid_out(marks, { .rows = 1, .least_width = 20, .instants = true });
    ASSERT_EQ(layout.placed.size(), 2u);
    EXPECT_EQ(layout.placed[0].count, 2u);
    EXPECT_FLOAT_EQ(layout.placed[0].x1, 210.0F);
}

TEST(TimelineLayoutTest, WhatFindsNoRowJoinsTheNearestOfItsState)
{
    const std::vector<Mark> over { mark_at(10'000, 300'000), mark_at(60'000, 300'000), mark_at(90'000, 300'000),
        mark_at(100'000, 200'000) };
    auto layout = laid_out(over, { .rows = 3 });
    ASSERT_EQ(layout.placed.size(), 3u);
    EXPECT_EQ(layout.placed[2].count, 2u);
    // The one in its state, though another lies nearer.
    const std::vector<Mark> mixed { mark_at(10'000, 300'000), open_at(60'000), open_at(90'000),
        mark_at(100'000, 200'000) };
    layout = laid_out(mixed, { .rows = 3, .now_millis = 400'000 });
    EXPECT_EQ(layout.placed[0].count, 2u);
    const std::vector<Mark> later { open_at(10'000), mark_at(60'000, 300'000), mark_at(90'000, 300'000),
        open_at(100'000) };
    layout = laid_out(later, { .rows = 3, .now_millis = 400'000 });
    EXPECT_EQ(layout.placed[0].count, 2u);
}

// Thirteen without a row of their own, and more than one in four: then density tells more.
TEST(TimelineLayoutTest, TurnsToDensityAfterThirteenThatAreMoreThanAQuarter)
{
    const auto dense = [](int alone, int merged) {
        std::vector<Mark> marks;
        for (int i = 0; i < alone; ++i) {
            marks.push_back(mark_at(i * 8'000, i * 8'000 + 2'000));
        }
        for (int i = 0; i < merged; ++i) {
            const std::int64_t begin = (alone + i) * 8'000;
            marks.push_back(mark_at(begin, begin + 2'000, ItemSeverity::Info, 2));
        }
        return laid_out(marks, { .rows = 1 }).dense;
    };
    EXPECT_FALSE(dense(0, 12));
    EXPECT_TRUE(dense(0, 13));
    EXPECT_TRUE(dense(38, 13));
    EXPECT_FALSE(dense(39, 13)) << "exactly a quarter of all that is placed";
    std::vector<Mark> pile;
    for (int i = 0; i < 14; ++i) {
        pile.push_back(mark_at(i * 1'000, 900'000));
    }
    EXPECT_TRUE(laid_out(pile, { .rows = 1 }).dense) << "thirteen without a row";
    pile.pop_back();
    EXPECT_FALSE(laid_out(pile, { .rows = 1 }).dense);
}

// Marks that make a lane dense, left of what a test adds.
std::vector<Mark> dense_marks()
{
    std::vector<Mark> marks;
    for (int i = 0; i < 40; ++i) {
        marks.push_back(mark_at(i * 10, i * 10 + 20'000, ItemSeverity::Info));
    }
    return marks;
}

TEST(TimelineLayoutTest, ACellCountsItsWorstAndNamesTheFirstOfThem)
{
    auto marks = dense_marks();
    const std::int64_t begin = 100 * 4096;
    marks.push_back(mark_at(begin, begin + 10, ItemSeverity::Minor, 5));
    marks.push_back(mark_at(begin + 1, begin + 10, ItemSeverity::Major, 2));
    marks.push_back(mark_at(begin + 2, begin + 10, ItemSeverity::Minor, 7));
    marks.push_back(mark_at(begin + 4095, begin + 4096, ItemSeverity::Major, 3));
    marks.push_back(mark_at(begin + 4096, begin + 4097, ItemSeverity::Info, 1));
    const auto layout = laid_out(marks, { .rows = 1 });
    ASSERT_TRUE(layout.dense);
    ASSERT_EQ(layout.cells.size(), 3u);
    const DenseCell& cell = layout.cells[1];
    EXPECT_EQ(cell.begin_millis, begin);
    EXPECT_EQ(cell.end_millis, begin + 4096);
    EXPECT_EQ(cell.count, 17u);
    EXPECT_EQ(cell.worst, ItemSeverity::Major);
    EXPECT_EQ(cell.worst_count, 5u);
    EXPECT_EQ(cell.first_seq, static_cast<std::uint64_t>(begin + 1));
    EXPECT_FLOAT_EQ(cell.x0, 100.0F + 409.6F);
    EXPECT_FLOAT_EQ(cell.x1, 100.0F + 413.696F);
    EXPECT_EQ(layout.cells[2].count, 1u);
    EXPECT_EQ(layout.most_in_cell, 40u) << "the fullest, not the last";
}

TEST(TimelineLayoutTest, CellsLieWhereTheyDoBeforeTheEpochToo)
{
    auto axis = axis_of(1);
    axis.from_millis = -500'000;
    auto marks = dense_marks();
    for (Mark& mark : marks) {
        mark.begin_millis -= 4096 * 3;
        mark.last_begin_millis = mark.begin_millis;
    }
    marks.push_back(mark_at(-4097, -4000));
    marks.push_back(mark_at(-4096, -4000));
    marks.push_back(mark_at(-1, 0));
    marks.push_back(mark_at(0, 10));
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis, { .rows = 1 });
    ASSERT_EQ(layout.cells.size(), 4u);
    EXPECT_EQ(layout.cells[0].begin_millis, -3 * 4096);
    EXPECT_EQ(layout.cells[1].begin_millis, -2 * 4096);
    EXPECT_EQ(layout.cells[2].begin_millis, -4096);
    EXPECT_EQ(layout.cells[2].count, 2u);
    EXPECT_EQ(layout.cells[3].begin_millis, 0);
}

TEST(TimelineLayoutTest, ADenseLaneDrawsStretchesOfWhatIsLongOrBeganBefore)
{
    auto marks = dense_marks();
    for (Mark& mark : marks) {
        mark.begin_millis = 0;
        mark.end_millis = 10'000; // ten pixels: not long
    }
    EXPECT_TRUE(laid_out(marks, { .rows = 1 }).extents.empty());
    marks.push_back(mark_at(100'000, 110'001, ItemSeverity::Minor));
    marks.push_back(mark_at(105'000, 116'000, ItemSeverity::Major));
    marks.push_back(mark_at(108'000, 150'000, ItemSeverity::Minor)); // goes on the first
    marks.push_back(mark_at(109'000, 130'000, ItemSeverity::Minor)); // lies inside it
    marks.push_back(mark_at(150'000, 170'000, ItemSeverity::Minor)); // touches it
    marks.push_back(mark_at(171'000, 190'000, ItemSeverity::Minor)); // does not
    const auto layout = laid_out(marks, { .rows = 1 });
    ASSERT_TRUE(layout.dense);
    ASSERT_EQ(layout.extents.size(), 3u);
    EXPECT_FLOAT_EQ(layout.extents[0].x0, 200.0F);
    EXPECT_FLOAT_EQ(layout.extents[0].x1, 270.0F);
    EXPECT_EQ(layout.extents[1].severity, ItemSeverity::Major);
    EXPECT_FLOAT_EQ(layout.extents[1].x1, 216.0F);
    EXPECT_FLOAT_EQ(layout.extents[2].x0, 271.0F);
}

TEST(TimelineLayoutTest, ADenseLaneCountsWhatBeganBeforeWithoutACell)
{
    auto marks = dense_marks();
    for (Mark& mark : marks) {
        mark.end_millis = mark.begin_millis + 100;
    }
    Mark carried = mark_at(-5'000, 1'000, ItemSeverity::Critical, 6);
    carried.carried_in = true;
    marks.insert(marks.begin(), carried);
    const auto layout = laid_out(marks, { .rows = 1 });
    ASSERT_TRUE(layout.dense);
    EXPECT_EQ(layout.carried, 6u);
    EXPECT_EQ(layout.item_count, 46u);
    ASSERT_EQ(layout.cells.size(), 1u);
    EXPECT_EQ(layout.cells[0].count, 40u);
    ASSERT_EQ(layout.extents.size(), 1u) << "short as it is, it has no other place";
    EXPECT_EQ(layout.extents[0].severity, ItemSeverity::Critical);
    EXPECT_EQ(layout.worst, ItemSeverity::Critical);
}

// A layout is used again: nothing of what it held before may stay.
TEST(TimelineLayoutTest, ALaneIsLaidOutAsIfItHadHeldNothing)
{
    LaneLayout layout;
    auto marks = dense_marks();
    Mark carried = mark_at(-5'000, 1'000, ItemSeverity::Critical, 6);
    carried.carried_in = true;
    marks.insert(marks.begin(), carried);
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 1 });
    ASSERT_TRUE(layout.dense);
    lay_out_lane(layout, view_of({ mark_at(10'000, 20'000) }), axis_of(1), { .rows = 1 });
    EXPECT_FALSE(layout.dense);
    EXPECT_EQ(layout.placed.size(), 1u);
    EXPECT_TRUE(layout.cells.empty());
    EXPECT_TRUE(layout.extents.empty());
    EXPECT_EQ(layout.most_in_cell, 0u);
    EXPECT_EQ(layout.item_count, 1u);
    EXPECT_EQ(layout.carried, 0u);
    EXPECT_EQ(layout.crowded, 0u);
    EXPECT_EQ(layout.worst, ItemSeverity::Info);
}

TEST(TimelineLayoutTest, ADutyIsTakenOverInTheInstantInWhichAnotherEnds)
{
    std::vector<Mark> marks { mark_at(1'000, 200'000), mark_at(200'000, kOpenEnd.millis),
        mark_at(300'000, kOpenEnd.millis) };
    for (Mark& mark : marks) {
        mark.kind = ItemKind::Duty;
    }
    LaneLayout layout;
    lay_out_lane(layout, view_of(marks), axis_of(1), { .rows = 2, .gap = -0.5F, .now_millis = 900'000 });
    ASSERT_EQ(layout.placed.size(), 3U);
    for (const PlacedMark& placed : layout.placed) {
        EXPECT_EQ(takes_over(layout, placed), placed.mark.begin_millis == 200'000) << placed.mark.begin_millis;
    }
    for (PlacedMark& placed : layout.placed) {
        placed.mark.kind = ItemKind::StateChange;
    }
    EXPECT_FALSE(std::any_of(layout.placed.begin(), layout.placed.end(), [&](const PlacedMark& placed) {
        return takes_over(layout, placed);
    })) << "states follow each other anyway";
}

}
}
