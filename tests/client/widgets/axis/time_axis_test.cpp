// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/axis/time_axis.h"

#include "shared/timeline/item.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace watchfloor {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kStart = 1'763'733'807'123;

TimeAxis axis_over(double span)
{
    TimeAxis axis;
    axis.left = 160;
    axis.width = 1700;
    axis.from_millis = static_cast<double>(kStart);
    axis.millis_per_pixel = span / 1700;
    return axis;
}

// Central Europe in 2025: clocks go forward on 30 March and back on 26 October, 01:00 UTC.
int central_europe(long long unix_seconds)
{
    return unix_seconds >= 1'743'296'400 && unix_seconds < 1'761'440'400 ? 7200 : 3600;
}

TEST(TimelineAxisTest, KeepsTheInstantUnderTheCursorThroughAnyZoom)
{
    std::mt19937 random { 11 };
    TimeAxis axis = axis_over(static_cast<double>(kHour));
    for (int i = 0; i < 4000; ++i) {
        const float x = 160 + static_cast<float>(random() % 1700);
        const double before = axis.millis_at(x);
        axis = zoomed(axis, x, random() % 2 == 0 ? 1.2 : 1 / 1.2);
        ASSERT_LE(std::abs(axis.x(before) - x), 1.0F) << i;
    }
}

TEST(TimelineAxisTest, StaysWithinItsLimits)
{
    TimeAxis axis = axis_over(static_cast<double>(kHour));
    for (int i = 0; i < 400; ++i) {
        axis = zoomed(axis, 800, 0.5);
    }
    EXPECT_GE(axis.to_millis() - axis.from_millis, kShortestView * 0.99);
    for (int i = 0; i < 400; ++i) {
        axis = zoomed(axis, 800, 2);
    }
    EXPECT_LE(axis.to_millis() - axis.from_millis, kLongestView * 1.01);
    for (int i = 0; i < 4000; ++i) {
        axis = panned(axis, 1e5F);
    }
    EXPECT_LE(axis.to().millis, kMaxItemMillis + 1);
    EXPECT_GE(fitted(axis, { 5 }, { 5 }, 0.1).millis_per_pixel, 0.0001);
}

TEST(TimelineAxisTest, TicksAreRoundApartAndInOrderAtEveryZoom)
{
    for (double span = 20; span < 400.0 * 365 * static_cast<double>(kDay); span *= 1.7) {
        const TimeAxis axis = axis_over(span);
        const auto found = ticks(axis, { "CET", &central_europe }, 100);
        ASSERT_GE(found.size(), 2u) << span;
        ASSERT_LE(found.size(), 40u) << span;
        for (std::size_t i = 1; i < found.size(); ++i) {
            ASSERT_GE(found[i].x - found[i - 1].x, 88.0F) << span << ' ' << found[i].site;
            ASSERT_FALSE(found[i].site.empty());
        }
        ASSERT_LE(minor_ticks(axis, { "CET", &central_europe }, 100).size(), 400u);
    }
}

TEST(TimelineAxisTest, TicksFollowTheSitesClockAcrossItsChange)
{
    TimeAxis axis = axis_over(12.0 * kHour);
    axis.from_millis = 1'761'436'800'000; // 00:00 UTC on 26 October 2025
    bool before = false;
    bool after = false;
    for (const Tick& tick : ticks(axis, { "CET", &central_europe }, 200)) {
        before = before || (tick.site == "02:00" && tick.utc == "00:00");
        after = after || (tick.site == "04:00" && tick.utc == "03:00");
    }
    EXPECT_TRUE(before);
    EXPECT_TRUE(after);
}

TEST(TimelineAxisTest, WritesInstantsAndSpans)
{
    const Timestamp at { kStart };
    EXPECT_EQ(format_clock(at, 3600), "15:03:27");
    EXPECT_EQ(format_clock(at, 0, true), "14:03:27.123");
    EXPECT_EQ(format_date(at, 3600), "Fri 21 Nov 2025");
    EXPECT_EQ(format_date_and_clock({ -1000 }, 0), "Wed 31 Dec, 23:59:59");
    EXPECT_EQ(format_span(Millis { 850 }), "850 ms");
    EXPECT_EQ(format_span(Millis { 4200 }), "4.2 s");
    EXPECT_EQ(format_span(Millis { 42'000 }), "42 s");
    EXPECT_EQ(format_span(Millis { 725'000 }), "12 min 5 s");
    EXPECT_EQ(format_span(Millis { 12 * kHour / 4 + 60'000 }), "3 h 1 min");
    EXPECT_EQ(format_span(Millis { 2 * kDay + 4 * kHour }), "2 d 4 h");
}

}
}
