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

TEST(TimelineAxisTest, AnAxisReachesFromTheMillisecondBeforeToTheOneAfter)
{
    TimeAxis axis;
    axis.width = 100;
    axis.from_millis = 1000.4;
    axis.millis_per_pixel = 0.5;
    EXPECT_EQ(axis.from(), Timestamp { 1000 });
    EXPECT_EQ(axis.to(), Timestamp { 1051 });
    axis.from_millis = -1000.4;
    EXPECT_EQ(axis.from(), Timestamp { -1001 });
    EXPECT_EQ(axis.at(0), Timestamp { -1000 });
    EXPECT_EQ(axis.at(1), Timestamp { -1000 }) << "-999.9";
}

TEST(TimelineAxisTest, AtItsLimitsAZoomStillKeepsTheInstantUnderTheCursor)
{
    for (const double factor : { 1e-9, 1e12 }) {
        const TimeAxis axis = axis_over(static_cast<double>(kHour));
        const double before = axis.millis_at(460);
        const TimeAxis limit = zoomed(axis, 460, factor);
        EXPECT_NEAR(limit.x(before), 460, 1);
        EXPECT_NEAR(limit.to_millis() - limit.from_millis, factor < 1 ? kShortestView : kLongestView,
            (factor < 1 ? kShortestView : kLongestView) * 1e-6);
    }
}

TEST(TimelineAxisTest, NoAxisShowsWhatCannotBeStored)
{
    const TimeAxis axis = axis_over(static_cast<double>(kDay));
    const TimeAxis late = centred(axis, { kMaxItemMillis });
    EXPECT_NEAR(late.to_millis(), static_cast<double>(kMaxItemMillis), 1);
    EXPECT_NEAR(late.to_millis() - late.from_millis, static_cast<double>(kDay), 1);
    EXPECT_EQ(centred(axis, { -kMaxItemMillis }).from().millis, -kMaxItemMillis);
}

TEST(TimelineAxisTest, FitsAndCentres)
{
    const TimeAxis axis = axis_over(static_cast<double>(kHour));
    const TimeAxis fit = fitted(axis, { 10'000 }, { 110'000 }, 0.25);
    EXPECT_DOUBLE_EQ(fit.from_millis, -15'000);
    EXPECT_NEAR(fit.to_millis(), 135'000, 1e-6);
    const TimeAxis instant = fitted(axis, { 10'000 }, { 10'000 }, 0);
    EXPECT_DOUBLE_EQ(instant.from_millis, 10'000);
    EXPECT_NEAR(instant.to_millis(), 11'000, 1e-6) << "a second at least";
    EXPECT_NEAR(centred(axis, { 500'000'000 }).x(Timestamp { 500'000'000 }), 160 + 1700 / 2.0, 0.01);
    const TimeAxis half = resized(axis, 20, 850);
    EXPECT_EQ(half.left, 20);
    EXPECT_DOUBLE_EQ(half.from_millis, axis.from_millis);
    EXPECT_NEAR(half.to_millis(), axis.to_millis(), 1e-3);
}

int asked_second = 0;
int remember_second(long long unix_seconds)
{
    asked_second = static_cast<int>(unix_seconds);
    return 0;
}

TEST(TimelineAxisTest, AsksForTheOffsetOfTheSecondAnInstantLiesIn)
{
    const SiteZone zone { "X", &remember_second };
    for (const auto& [millis, second] : std::vector<std::pair<std::int64_t, int>> {
             { 0, 0 }, { 999, 0 }, { 1000, 1 }, { -1, -1 }, { -1000, -1 }, { -1001, -2 } }) {
        zone.offset_at({ millis });
        EXPECT_EQ(asked_second, second) << millis;
    }
    EXPECT_EQ(SiteZone {}.offset_at({ 5 }), 0);
}

// What each tick says, in UTC, as far as the axis goes.
std::vector<std::string> tick_words(std::int64_t from, double span, float least_pixels)
{
    TimeAxis axis;
    axis.width = 1000;
    axis.from_millis = static_cast<double>(from);
    axis.millis_per_pixel = span / 1000;
    std::vector<std::string> words;
    for (const Tick& tick : ticks(axis, {}, least_pixels)) {
        words.push_back((tick.strong ? "*" : "") + tick.site);
    }
    return words;
}

TEST(TimelineAxisTest, TicksSayWhatTheirNeighboursLeaveToBeSaid)
{
    using Words = std::vector<std::string>;
    const std::int64_t new_year = 1'767'225'600'000; // Thursday, 1 January 2026
    EXPECT_EQ(
        tick_words(new_year - 2 * kHour, 4.0 * kHour, 250), (Words { "22:00", "23:00", "*1 Jan", "01:00", "02:00" }));
    EXPECT_EQ(tick_words(new_year - 60'000, 120'000, 250),
        (Words { "23:59:00", "23:59:30", "*1 Jan", "00:00:30", "00:01:00" }));
    EXPECT_EQ(tick_words(new_year - 1'000, 2'000, 250),
        (Words { "23:59:59.000", "23:59:59.500", "*1 Jan", "00:00:00.500", "00:00:01.000" }));
    EXPECT_EQ(tick_words(new_year - kDay, 2.0 * kDay, 500), (Words { "31 Dec", "*1 Jan", "2 Jan" }));
    EXPECT_EQ(tick_words(new_year - 7 * kDay, 14.0 * kDay, 500), (Words { "22 Dec", "29 Dec", "5 Jan" })) << "Mondays";
    EXPECT_EQ(tick_words(new_year - 31 * kDay, 62 * static_cast<double>(kDay), 490), (Words { "Dec", "*2026", "Feb" }));
    EXPECT_EQ(tick_words(new_year, 365.0 * 2 * static_cast<double>(kDay), 499), (Words { "2026", "2027", "2028" }));
    EXPECT_EQ(tick_words(-kHour, 2.0 * kHour, 500), (Words { "23:00", "*1 Jan", "01:00" })) << "at the epoch";
    EXPECT_EQ(tick_words(-90 * 60'000, 2.0 * kHour, 500), (Words { "22:00", "23:00", "*1 Jan" })) << "from before it";
}

TEST(TimelineAxisTest, MinorTicksDivideAStepAndLeaveItsEndsOut)
{
    TimeAxis axis;
    axis.width = 1000;
    axis.from_millis = 0;
    axis.millis_per_pixel = static_cast<double>(kHour) / 1000;
    const auto found = minor_ticks(axis, {}, 1000);
    ASSERT_EQ(found.size(), 6u) << "three in each of the two hours that begin";
    EXPECT_FLOAT_EQ(found[0], 250);
    EXPECT_FLOAT_EQ(found[1], 500);
    EXPECT_FLOAT_EQ(found[2], 750);
}

TEST(TimelineAxisTest, SpansChangeTheirUnitsExactly)
{
    const std::vector<std::pair<std::int64_t, std::string>> spans { { 0, "0 ms" }, { 999, "999 ms" },
        { 1'000, "1.0 s" }, { 9'999, "9.9 s" }, { 10'000, "10 s" }, { 59'999, "59 s" }, { 60'000, "1 min 0 s" },
        { 3'599'999, "59 min 59 s" }, { 3'600'000, "1 h 0 min" }, { kDay - 1, "23 h 59 min" }, { kDay, "1 d 0 h" },
        { -1'500, "1.5 s" } };
    for (const auto& [millis, words] : spans) {
        EXPECT_EQ(format_span(Millis { millis }), words);
    }
}

}
}
