// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/time_to_limit.h"

#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

namespace watchfloor {
namespace {

CapacityResource of_a_hundred()
{
    CapacityResource resource;
    resource.id = ResourceId { "disk" };
    resource.total_milli = 100'000;
    return resource;
}

// A sample a minute until now.
SampleSeries hour_of(int minutes_back, const std::function<double(int)>& value)
{
    SampleSeries series;
    for (int minute = -minutes_back; minute <= 0; ++minute) {
        series.put({ kMorning + minutes { minute }, value(minute) });
    }
    return series;
}

// One more each minute, 40 below the limit, with a little noise: in about forty minutes.
double rising_use(int minute)
{
    return 60 + minute + (minute % 3) * 0.5;
}

TEST(TimeToLimitTest, WhatRisesClearlyIsFullAtItsRate)
{
    const auto limit = limit_by_hour(of_a_hundred(), hour_of(60, rising_use), kMorning);
    ASSERT_TRUE(limit);
    EXPECT_FALSE(limit->now);
    EXPECT_NEAR(static_cast<double>(limit->early.count()), 40 * 60'000.0, 3 * 60'000.0);
    ASSERT_TRUE(limit->late);
    EXPECT_LT(limit->early, *limit->late);
}

TEST(TimeToLimitTest, WhatWaversFallsOrIsLookedAtForTooShortAWhileHasNoTime)
{
    const auto none = [](const SampleSeries& series) { return !limit_by_hour(of_a_hundred(), series, kMorning); };
    EXPECT_TRUE(none(hour_of(60, [](int minute) { return 50.0 + (minute % 10) * 4; }))) << "up and down";
    EXPECT_TRUE(none(hour_of(60, [](int minute) { return 60.0 - minute; }))) << "less and less";
    EXPECT_TRUE(none(hour_of(60, [](int) { return 60.0; })));
    EXPECT_TRUE(none(hour_of(15, rising_use))) << "a peak";
    EXPECT_TRUE(none(hour_of(60, [](int minute) { return 10 + minute * 0.01; }))) << "days away";
    EXPECT_TRUE(none({}));
    CapacityResource unlimited = of_a_hundred();
    unlimited.total_milli = 0;
    EXPECT_FALSE(limit_by_hour(unlimited, hour_of(60, rising_use), kMorning));
}

TEST(TimeToLimitTest, OnlyTheLastHourCountsAndGapsDoNot)
{
    SampleSeries series;
    series.put({ kMorning - hours { 3 }, 5'000 });
    for (int minute = -60; minute <= 0; ++minute) {
        series.put({ kMorning + minutes { minute },
            minute == -30 ? std::numeric_limits<double>::quiet_NaN() : rising_use(minute) });
    }
    const auto limit = limit_by_hour(of_a_hundred(), series, kMorning);
    ASSERT_TRUE(limit);
    EXPECT_NEAR(static_cast<double>(limit->early.count()), 40 * 60'000.0, 3 * 60'000.0);
}

TEST(TimeToLimitTest, TheMonthSaysADateOnlyWhereTheServerDoes)
{
    ForecastAnswer forecast;
    forecast.exhaustion = kMorning + hours { 72 };
    forecast.early = kMorning + hours { 60 };
    EXPECT_FALSE(limit_by_month(forecast, kMorning)) << "insufficient";
    forecast.sufficient = true;
    const auto limit = limit_by_month(forecast, kMorning);
    ASSERT_TRUE(limit);
    EXPECT_EQ(limit->early, hours { 60 });
    EXPECT_FALSE(limit->late);
    EXPECT_EQ(limit_by_month(forecast, kMorning + hours { 61 })->early, Millis::zero());
    forecast.early.reset();
    EXPECT_FALSE(limit_by_month(forecast, kMorning));
}

TEST(TimeToLimitTest, SaysBothEndsWhereTheyDiffer)
{
    EXPECT_EQ(limit_words({ false, minutes { 25 }, minutes { 40 } }), "full in 25 min to 40 min");
    EXPECT_EQ(limit_words({ false, minutes { 25 }, minutes { 25 } }), "full in 25 min");
    EXPECT_EQ(limit_words({ false, minutes { 25 }, std::nullopt }), "full in 25 min or later");
    EXPECT_EQ(limit_words({ true, Millis {}, Millis {} }), "at its limit");
}

}
}
