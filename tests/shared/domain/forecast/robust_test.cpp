// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/robust.h"
#include "shared/domain/forecast/series.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(RobustTest, FindsQuantilesBetweenTwoValues)
{
    std::vector<double> values { 4, 1, kNotMeasured, 3, 2 };
    EXPECT_DOUBLE_EQ(quantile_of(values, 0.5), 2.5);
    EXPECT_DOUBLE_EQ(quantile_of(values, 0.1), 1.3); // rank 0.3
    EXPECT_DOUBLE_EQ(quantile_of(values, 1), 4);
    std::vector<double> nothing { kNotMeasured };
    EXPECT_FALSE(is_measured(median_of(nothing)));
}

// Median 2, distances 1 1 0 0 2 4 7, their median 1.
TEST(RobustTest, ScaleIsTheMedianDistance)
{
    const std::vector<double> values { 1, 1, 2, 2, 4, 6, 9 };
    EXPECT_DOUBLE_EQ(robust_scale(values), 1.4826);
}

// Slopes of the pairs: 1 98 -96, 49.5 1, 1.
TEST(RobustTest, OneOutlierTurnsNoLine)
{
    EXPECT_DOUBLE_EQ(theil_sen(std::vector<double> { 1, 2, 100, 4 }, 0).slope, 1);
}

TEST(RobustTest, WhatRepeatsIsNoSlope)
{
    const std::vector<double> teeth { 0, 5, 9, 0, 5, 9, 0, 5, 9 };
    EXPECT_GT(theil_sen(teeth, 0).high, 0);
    const RobustSlope of_whole_periods = theil_sen(teeth, 3);
    EXPECT_DOUBLE_EQ(of_whole_periods.low, 0);
    EXPECT_DOUBLE_EQ(of_whole_periods.high, 0);
    EXPECT_DOUBLE_EQ(theil_sen(std::vector<double> { 0, 10, 1, 11, 2, 12 }, 2).slope, 0.5);
}

TEST(RobustTest, OfTooFewPointsThereIsNoSlope)
{
    EXPECT_DOUBLE_EQ(theil_sen(std::vector<double> {}, 0).slope, 0);
    EXPECT_DOUBLE_EQ(theil_sen(std::vector<double> { 1, kNotMeasured }, 0).slope, 0);
}

TEST(RobustTest, BlocksAreCountedFromTheEnd)
{
    const std::vector<double> values { 99, 1, 2, 3, 4, kNotMeasured, 6 };
    EXPECT_EQ(block_medians(values, 3), (std::vector<double> { 2, 5 }));
}

TEST(RegularSeriesTest, ADayMustBeWholeSteps)
{
    EXPECT_EQ(seasons_of(3600).day, 24U);
    EXPECT_EQ(seasons_of(3600).week, 168U);
    EXPECT_EQ(seasons_of(7 * 3600).day, 0U);
    EXPECT_EQ(seasons_of(86'400).day, 0U); // a day's only phase repeats nothing
    EXPECT_EQ(seasons_of(86'400).week, 7U);
    EXPECT_EQ(seasons_of(0).week, 0U);
}

TEST(RegularSeriesTest, TheNewestPartWithFewGapsIsKept)
{
    std::vector<double> values(100, 1);
    for (std::size_t i = 20; i < 40; ++i) {
        values[i] = kNotMeasured;
    }
    EXPECT_EQ(newest_without_gaps(values, 0.05).size(), 63U); // 60 and the three that are 5 % of them
    EXPECT_EQ(newest_without_gaps(values, 0.2).size(), 100U);
    EXPECT_TRUE(newest_without_gaps(std::vector<double>(5, kNotMeasured), 0.05).empty());
    EXPECT_TRUE(newest_without_gaps({}, 0.05).empty());
}

}
}
