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

}
}
