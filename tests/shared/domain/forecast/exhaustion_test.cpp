// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/exhaustion.h"
#include "tests/shared/domain/forecast/suite.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::uint64_t kDatedOfAKind = 30;

double hours_ahead(const RegularSeries& series, Timestamp at)
{
    return static_cast<double>((at - series.start).count()) / 3'600'000 - static_cast<double>(series.values.size());
}

// Peaks of 100 + 2 a day at noon, exactly: 21 days, the last of them 140.
RegularSeries exact_growth()
{
    RegularSeries series;
    for (std::size_t hour = 0; hour < 504; ++hour) {
        series.values.push_back(hour % 24 == 12 ? 100 + 2 * static_cast<double>(hour / 24) : 50);
    }
    return series;
}

TEST(ExhaustionTest, FindsTheHourOfThePeakOnAStraightLine)
{
    const RegularSeries series = exact_growth();
    const Exhaustion found = exhaustion_of(series, 149);
    ASSERT_TRUE(found.at);
    EXPECT_FALSE(found.now);
    EXPECT_NEAR(hours_ahead(series, *found.at), 4 * 24 + 12, 1); // 150 on the fifth day
    EXPECT_EQ(found.early, found.at);
    EXPECT_EQ(found.late, found.at);
}

// The peaks stand at noon: that of the fifth day to come is 150.
TEST(ExhaustionTest, WhatIsPlannedMovesTheLimitFromItsDayOn)
{
    const RegularSeries series = exact_growth();
    const auto in_days = [&](int days) {
        return series.start + Millis { (static_cast<std::int64_t>(series.values.size()) + 24 * days) * 3'600'000 };
    };
    const LimitStep more[] = { { in_days(3), 10 } };
    EXPECT_NEAR(hours_ahead(series, *exhaustion_of(series, 149, more).at), 9 * 24 + 12, 1) << "160 instead of 150";
    const LimitStep late[] = { { in_days(5), 10 } };
    EXPECT_NEAR(hours_ahead(series, *exhaustion_of(series, 149, late).at), 4 * 24 + 12, 1) << "it comes too late";
    const LimitStep launch[] = { { in_days(2), -5 } };
    const Exhaustion sooner = exhaustion_of(series, 149, launch);
    EXPECT_NEAR(hours_ahead(series, *sooner.at), 2 * 24 + 12, 1) << "146 of 144";
    EXPECT_FALSE(sooner.planned) << "it grows besides";
}

TEST(ExhaustionTest, WhatDoesNotGrowIsFullOnceThePlanTakesTheRest)
{
    RegularSeries series = exact_growth();
    for (double& value : series.values) {
        value = value == 50 ? 50 : 100;
    }
    EXPECT_FALSE(exhaustion_of(series, 149).at);
    const Timestamp launch { series.start.millis + (504 + 10 * 24) * 3'600'000LL };
    const LimitStep half[] = { { launch, -48 } };
    EXPECT_FALSE(exhaustion_of(series, 149, half).at);
    const LimitStep all[] = { { launch, -49 } };
    const Exhaustion found = exhaustion_of(series, 149, all);
    ASSERT_TRUE(found.at);
    EXPECT_TRUE(found.planned);
    EXPECT_NEAR(hours_ahead(series, *found.at), 10 * 24 + 12, 1);
}

TEST(ExhaustionTest, WhatIsThereIsThere)
{
    const Exhaustion found = exhaustion_of(exact_growth(), 140);
    EXPECT_TRUE(found.now);
    EXPECT_FALSE(found.at);
}

TEST(ExhaustionTest, WhatIsTooFarIsNotInSight)
{
    EXPECT_FALSE(exhaustion_of(exact_growth(), 1e6).at);
}

TEST(ExhaustionTest, TooLittleHasNoDate)
{
    EXPECT_FALSE(exhaustion_of({}, 10).at);
    RegularSeries series = exact_growth();
    series.values.resize(6 * 24);
    EXPECT_FALSE(exhaustion_of(series, 120).at);
    series.values.assign(600, kNotMeasured);
    EXPECT_FALSE(exhaustion_of(series, 120).at);
}

// Even just above what was seen: a spike may come, but nothing grows towards it.
TEST(ExhaustionTest, WhatDoesNotGrowHasNoDate)
{
    for (const auto kind :
        { suite::Kind::Season, suite::Kind::SawTooth, suite::Kind::Noise, suite::Kind::Ceiling, suite::Kind::Gaps }) {
        int dated = 0;
        for (std::uint64_t number = 1; number <= kDatedOfAKind; ++number) {
            const auto made = suite::make(kind, number);
            double peak = 0;
            for (const double value : made.series.values) {
                peak = is_measured(value) ? std::max(peak, value) : peak;
            }
            dated += exhaustion_of(made.series, peak * 1.01).at ? 1 : 0;
        }
        EXPECT_LE(dated, 1) << suite::name_of(kind);
    }
}

TEST(ExhaustionTest, GrowthHasItsDateInItsRange)
{
    double asked = 0;
    double near = 0;
    for (std::uint64_t number = 1; number <= kDatedOfAKind; ++number) {
        const auto made = suite::make(suite::Kind::Trend, number);
        const Exhaustion found = exhaustion_of(made.series, made.limit);
        if (!made.exhausted) {
            continue;
        }
        asked += 1;
        ASSERT_TRUE(found.at && found.early) << number;
        EXPECT_LE(*found.early, *found.at);
        EXPECT_TRUE(!found.late || *found.late >= *found.at);
        near += std::abs(hours_ahead(made.series, *found.at) - static_cast<double>(*made.exhausted)) <= 0.15 * 168 ? 1
                                                                                                                   : 0;
    }
    EXPECT_GE(near, 0.8 * asked);
}

TEST(ExhaustionTest, GrowthIsThatSinceTheLastStep)
{
    RegularSeries series = exact_growth();
    for (std::size_t hour = 0; hour < 240; ++hour) {
        series.values[hour] += 300; // a limit of before
    }
    const Exhaustion found = exhaustion_of(series, 149);
    ASSERT_TRUE(found.at);
    EXPECT_NEAR(hours_ahead(series, *found.at), 4 * 24 + 12, 1);
}

}
}
