// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/last_hour.h"

#include <functional>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr Timestamp kHourStart { 1'800'000'000'000 };

RegularSeries minutes_series(int count, const std::function<double(int)>& value)
{
    RegularSeries series { kHourStart, 60, {} };
    for (int minute = 0; minute < count; ++minute) {
        series.values.push_back(value(minute));
    }
    return series;
}

double minutes_behind(const RegularSeries& series, std::optional<Timestamp> at)
{
    const auto end = series.start + std::chrono::minutes { series.values.size() - 1 };
    return at ? static_cast<double>((*at - end).count()) / 60'000 : -1;
}

TEST(LastHourTest, AStraightLinePassesItsLimitWhereItDoes)
{
    const RegularSeries series = minutes_series(61, [](int minute) { return minute; }); // 60 at its end
    const Exhaustion found = exhaustion_by_rise(series, 100);
    EXPECT_FALSE(found.now);
    EXPECT_NEAR(minutes_behind(series, found.early), 40, 0.01);
    EXPECT_NEAR(minutes_behind(series, found.at), 40, 0.01);
    EXPECT_NEAR(minutes_behind(series, found.late), 40, 0.01);
    EXPECT_TRUE(exhaustion_by_rise(series, 60).now);
    EXPECT_FALSE(exhaustion_by_rise(series, 60.1).now);
}

TEST(LastHourTest, NoiseMakesARangeAboutTheTruth)
{
    const RegularSeries series
        = minutes_series(61, [](int minute) { return minute + (minute * 37 % 11) * 0.5; }); // 2.5 above on average
    const Exhaustion found = exhaustion_by_rise(series, 100);
    ASSERT_TRUE(found.early && found.at && found.late);
    EXPECT_LT(*found.early, *found.late);
    EXPECT_LE(*found.early, *found.at);
    EXPECT_LE(*found.at, *found.late);
    EXPECT_NEAR(minutes_behind(series, found.at), 37.5, 3);
}

TEST(LastHourTest, WhatWaversFallsStandsOrIsSeenForTooShortAWhileHasNoTime)
{
    const auto none = [](const RegularSeries& series) {
        const Exhaustion found = exhaustion_by_rise(series, 100);
        return !found.now && !found.at && !found.early && !found.late;
    };
    EXPECT_TRUE(none(minutes_series(61, [](int minute) { return 50.0 + (minute % 10) * 4; }))) << "up and down";
    EXPECT_TRUE(none(minutes_series(61, [](int minute) { return 60.0 - minute; }))) << "less and less";
    EXPECT_TRUE(none(minutes_series(61, [](int) { return 60.0; })));
    EXPECT_TRUE(none(minutes_series(61, [](int) { return 100.0; }))) << "what does not rise is told by its days";
    EXPECT_TRUE(none(minutes_series(20, [](int minute) { return 40.0 + minute; }))) << "a peak";
    EXPECT_FALSE(none(minutes_series(21, [](int minute) { return 40.0 + minute; })));
    EXPECT_TRUE(none(minutes_series(61, [](int minute) { return 10 + minute * 0.01; }))) << "days away";
    EXPECT_TRUE(none({}));
}

TEST(LastHourTest, GapsAreNoZerosAndTenValuesAreEnough)
{
    const auto every = [](int step, int count) {
        return minutes_series(count, [&](int minute) { return minute % step == 0 ? 40.0 + minute : kNotMeasured; });
    };
    EXPECT_TRUE(exhaustion_by_rise(every(5, 60), 150).early.has_value());
    EXPECT_FALSE(exhaustion_by_rise(every(7, 60), 150).early.has_value()) << "nine values";
    const RegularSeries gaps = every(5, 56); // ends with a measured value, 95
    EXPECT_NEAR(minutes_behind(gaps, exhaustion_by_rise(gaps, 150).early), 55, 0.01);
    const RegularSeries ended = every(5, 60); // which is four minutes ago
    EXPECT_NEAR(minutes_behind(ended, exhaustion_by_rise(ended, 150).early), 51, 0.01);
}

}
}
