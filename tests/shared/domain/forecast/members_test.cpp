// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/back_test.h"
#include "shared/domain/forecast/band.h"
#include "tests/shared/domain/forecast/suite.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numbers>

namespace watchfloor {
namespace {

// A rise of half a unit an hour under a day's wave, three weeks of it.
double rising_wave(std::size_t hour)
{
    return 0.5 * static_cast<double>(hour) + 10 * std::sin(2 * std::numbers::pi * static_cast<double>(hour) / 24);
}

TEST(ForecastMembersTest, SeasonalNaiveRepeatsTheLastSeason)
{
    const std::vector<double> values { 1, 2, 3, 4, 5, 6 };
    EXPECT_EQ(seasonal_naive(values, 3, { { 5, 6 }, 4 }), (ForecastRows { 3, 4, 5, 3, 4, 5, 6, 4 }));
}

TEST(ForecastMembersTest, SeasonalNaiveTakesTheSeasonBeforeAGap)
{
    const std::vector<double> values { 1, 2, 3, kNotMeasured, 5, 6 };
    EXPECT_EQ(seasonal_naive(values, 3, { { 6 }, 2 }), (ForecastRows { 1, 5 }));
    EXPECT_FALSE(is_measured(seasonal_naive(values, 3, { { 2 }, 1 })[0])); // no season yet
}

// By hand: means 1.5 and 2.5, slope 4 / 5.
TEST(ForecastMembersTest, LeastSquaresGoOnAlongTheLine)
{
    const ForecastRows rows = least_squares(std::vector<double> { 99, 1, 3, 2, 4 }, 4, { { 5 }, 2 });
    EXPECT_DOUBLE_EQ(rows[0], 4.5);
    EXPECT_DOUBLE_EQ(rows[1], 5.3);
    EXPECT_FALSE(is_measured(least_squares(std::vector<double> { 1 }, 4, { { 1 }, 1 })[0]));
}

TEST(ForecastMembersTest, RobustTrendFindsSlopeAndProfile)
{
    std::vector<double> values;
    for (std::size_t hour = 0; hour < 504; ++hour) {
        values.push_back(rising_wave(hour));
    }
    values[400] = 1e6;
    const ForecastRows rows = robust_trend(values, seasons_of(3600), 24, { { 504 }, 48 });
    for (std::size_t h = 0; h < 48; ++h) {
        EXPECT_NEAR(rows[h], rising_wave(504 + h), 1e-6) << h;
    }
}

TEST(ForecastMembersTest, AnUnclearSlopeIsNone)
{
    const auto noise = suite::make(suite::Kind::Noise, 1);
    const ForecastRows rows = robust_trend(noise.series.values, seasons_of(3600), 24, { { suite::kHours }, 48 });
    EXPECT_DOUBLE_EQ(rows[3], rows[27]);
}

// l = 11, b = 0.5; then l = 0.5 · 15 + 0.5 · 11.5 = 13.25, b = 0.5 · 2.25 + 0.5 · 0.5 = 1.375.
TEST(ForecastMembersTest, HoltIsTheOneComputedByHand)
{
    const std::vector<double> values { 10, 12, 15 };
    const Smoothing undamped { 0.5, 0.5, 0, 1, false };
    const ForecastRows rows = smoothed(values, 0, undamped, { { 3 }, 2 });
    EXPECT_DOUBLE_EQ(rows[0], 14.625);
    EXPECT_DOUBLE_EQ(rows[1], 16);
    const Smoothing damped { 0.5, 0.5, 0, 0.5, false };
    const ForecastRows flatter = smoothed(values, 0, damped, { { 3 }, 2 });
    EXPECT_DOUBLE_EQ(flatter[0], 13.71875);
    EXPECT_DOUBLE_EQ(flatter[1], 14.015625);
}

// Begins with level 2 and seasons -1 and 1; l = 2.5, 2.75, 0.5 · 5.75 + 0.5 · 2.75 = 4.25; the seasons become 0 and 1.125.
TEST(ForecastMembersTest, HoltWintersIsTheOneComputedByHand)
{
    const std::vector<double> values { 1, 3, 2, 4, 5 };
    const Smoothing by { 0.5, 0, 0.5, 0, false };
    const ForecastRows rows = smoothed(values, 2, by, { { 5 }, 2 });
    EXPECT_DOUBLE_EQ(rows[0], 5.375);
    EXPECT_DOUBLE_EQ(rows[1], 4.25);
}

TEST(ForecastMembersTest, SmoothingNeedsTwoSeasons)
{
    const std::vector<double> values { 1, 3, 2, 4, 5 };
    EXPECT_FALSE(is_measured(smoothed(values, 2, {}, { { 3 }, 1 })[0]));
    EXPECT_FALSE(is_measured(best_smoothed(values, 2, { { 3 }, 1 })[0]));
}

TEST(ForecastMembersTest, OneOutlierMovesABoundedLevelByLittle)
{
    std::vector<double> values;
    for (int i = 0; i < 40; ++i) {
        values.push_back(i % 2 == 0 ? 10 : 11);
    }
    values.push_back(1000);
    Smoothing by { 0.5, 0, 0, 0, true };
    EXPECT_LT(smoothed(values, 0, by, { { values.size() }, 1 })[0], 15);
    by.bounded = false;
    EXPECT_GT(smoothed(values, 0, by, { { values.size() }, 1 })[0], 400);
}

TEST(ForecastMembersTest, AGapLeavesTheLevelWhereItWas)
{
    const Smoothing by { 0.5, 0, 0, 0, false };
    const ForecastRows rows = smoothed(std::vector<double> { 10, 12, kNotMeasured, kNotMeasured }, 0, by, { { 4 }, 1 });
    EXPECT_DOUBLE_EQ(rows[0], 11);
}

TEST(BackTestTest, OriginsHaveTheirWholeHorizonBehindThem)
{
    const auto origins = rolling_origins(840, seasons_of(3600), 168);
    ASSERT_TRUE(origins);
    EXPECT_GE(origins->ends.front(), 420U);
    EXPECT_EQ(origins->ends[origins->ends.size() - 2], 672U);
    EXPECT_EQ(origins->ends.back(), 840U);
    EXPECT_FALSE(rolling_origins(840, seasons_of(3600), 0));
    EXPECT_FALSE(rolling_origins(72, seasons_of(3600), 24)); // one origin is no test
    EXPECT_FALSE(rolling_origins(0, seasons_of(3600), 24));
}

TEST(BackTestTest, AMemberWorseThanTheSeasonalNaiveIsLeftOut)
{
    const auto season = suite::make(suite::Kind::Season, 3);
    const Seasons seasons = seasons_of(3600);
    const BackTest test = back_test(season.series.values, seasons, *rolling_origins(suite::kHours, seasons, 168));
    double better = HUGE_VAL;
    for (const MemberResult& member : test.members) {
        if (member.method == ForecastMethod::SeasonalNaiveDay || member.method == ForecastMethod::SeasonalNaiveWeek) {
            better = std::min(better, member.error);
        }
    }
    EXPECT_TRUE(test.better_than_naive);
    EXPECT_LT(test.members[test.best].error, better);
    EXPECT_EQ(test.members[test.best].method, ForecastMethod::Combination);
}

TEST(BackTestTest, WhatRepeatsExactlyIsLeftToTheSeasonalNaive)
{
    std::vector<double> values;
    for (std::size_t hour = 0; hour < 504; ++hour) {
        values.push_back(static_cast<double>(hour % 24 * hour % 7 + hour % 24));
    }
    std::vector<double> same(values.begin(), values.begin() + 24);
    for (std::size_t hour = 0; hour < 504; ++hour) {
        values[hour] = same[hour % 24];
    }
    const BackTest test = back_test(values, seasons_of(3600), *rolling_origins(504, seasons_of(3600), 24));
    EXPECT_FALSE(test.better_than_naive);
    EXPECT_EQ(test.members[test.best].method, ForecastMethod::SeasonalNaiveDay);
}

// Errors of 1 below and 3 above, at every origin alike.
TEST(BandTest, ReachesAsFarAsItsOwnErrorsDid)
{
    std::vector<double> values(40, 10);
    Origins origins { {}, 4 };
    ForecastRows rows;
    for (std::size_t end = 4; end <= 40; end += 4) {
        origins.ends.push_back(end);
        for (std::size_t h = 0; h < 4; ++h) {
            rows.push_back(end == 40 ? 10 : h % 2 == 0 ? 11 : 7);
        }
    }
    const Band band = conformal_band(values, rows, origins);
    ASSERT_EQ(band.lower.size(), 4U);
    EXPECT_DOUBLE_EQ(band.lower[0], 9);
    EXPECT_DOUBLE_EQ(band.upper[1], 13);
}

}
}
