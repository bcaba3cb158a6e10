// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/forecast.h"

#include <cmath>
#include <gtest/gtest.h>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::int64_t kOneDay = 86'400'000;
constexpr Timestamp kStart { 1'772'442'000'000 };

Timestamp day(double days)
{
    return { kStart.millis + static_cast<std::int64_t>(days * static_cast<double>(kOneDay)) };
}

// Ten days of 10 + 2t, `wobble` added on even days and taken on odd ones.
std::vector<Measured> ramp(double wobble)
{
    std::vector<Measured> points;
    for (int t = 0; t < 10; ++t) {
        points.push_back({ day(t), 10 + 2.0 * t + (t % 2 == 0 ? wobble : -wobble) });
    }
    return points;
}

ForecastQuestion question(double limit)
{
    ForecastQuestion asked;
    asked.limit = limit;
    asked.now = day(9);
    asked.cadence_seconds = 86'400;
    return asked;
}

double days_from_now(std::optional<Timestamp> at)
{
    return at ? static_cast<double>(at->millis - day(9).millis) / static_cast<double>(kOneDay) : -1;
}

TEST(ForecastTest, FindsTheDayOnAStraightLine)
{
    const Forecast forecast = forecast_linear(ramp(0), question(50));
    ASSERT_TRUE(forecast.sufficient) << forecast.reason;
    EXPECT_NEAR(forecast.slope_per_day, 2, 1e-9);
    EXPECT_NEAR(forecast.r_squared, 1, 1e-9);
    EXPECT_NEAR(days_from_now(forecast.exhaustion), 11, 1e-6); // (50 - 28) / 2
    EXPECT_NEAR(days_from_now(forecast.early), 11, 1e-3);
    EXPECT_NEAR(days_from_now(forecast.late), 11, 1e-3);
}

// By hand: b = 2 - 5/82.5, SSE = 10 - 25/82.5, s_b = 0.121212, t(8) = 2.306, present use 27.7273.
TEST(ForecastTest, GivesTheIntervalComputedByHand)
{
    ForecastQuestion asked = question(50);
    asked.lead_time_days = 5;
    asked.margin_days = 2;
    const Forecast forecast = forecast_linear(ramp(1), asked);
    ASSERT_TRUE(forecast.sufficient);
    EXPECT_NEAR(forecast.slope_per_day, 1.939394, 1e-5);
    EXPECT_NEAR(forecast.r_squared, 0.969697, 1e-5);
    EXPECT_NEAR(days_from_now(forecast.exhaustion), 11.48438, 1e-3);
    EXPECT_NEAR(days_from_now(forecast.early), 10.0377, 1e-3);
    EXPECT_NEAR(days_from_now(forecast.late), 13.4183, 1e-3);
    EXPECT_NEAR(days_from_now(forecast.act_by), 3.0377, 1e-3);
}

TEST(ForecastTest, SaysNowWhenTheLimitIsReached)
{
    const Forecast forecast = forecast_linear(ramp(0), question(20));
    EXPECT_TRUE(forecast.exhausted_now);
    EXPECT_NEAR(days_from_now(forecast.exhaustion), 0, 1e-6);
}

TEST(ForecastTest, HasNoDateWhereTheUseDoesNotGrow)
{
    std::vector<Measured> falling = ramp(0);
    for (Measured& point : falling) {
        point.value = 100 - point.value;
    }
    const Forecast forecast = forecast_linear(falling, question(200));
    ASSERT_TRUE(forecast.sufficient);
    EXPECT_FALSE(forecast.exhaustion);
    EXPECT_FALSE(forecast.act_by);
    std::vector<Measured> flat = ramp(0);
    for (Measured& point : flat) {
        point.value = 5;
    }
    EXPECT_FALSE(forecast_linear(flat, question(200)).exhaustion);
}

TEST(ForecastTest, SaysInsufficientInsteadOfADate)
{
    std::vector<Measured> few = ramp(0);
    few.pop_back();
    EXPECT_FALSE(forecast_linear(few, question(50)).sufficient);
    EXPECT_FALSE(forecast_linear({}, question(50)).sufficient);

    ForecastQuestion hourly = question(50);
    hourly.cadence_seconds = 3'600; // 217 were due, 10 came
    EXPECT_FALSE(forecast_linear(ramp(0), hourly).sufficient);
    hourly.samples = 217; // each point the mean of several
    EXPECT_TRUE(forecast_linear(ramp(0), hourly).sufficient);
    hourly.samples = 205; // more than 5 % missing
    const Forecast gaps = forecast_linear(ramp(0), hourly);
    EXPECT_FALSE(gaps.sufficient);
    EXPECT_EQ(gaps.reason.find("insufficient data"), 0u);
    EXPECT_FALSE(gaps.exhaustion);

    std::vector<Measured> one_instant(12, Measured { kStart, 1 });
    EXPECT_FALSE(forecast_linear(one_instant, question(50)).sufficient);
}

TEST(ForecastTest, KnowsStudentsDistribution)
{
    EXPECT_NEAR(student_t975(1), 12.706, 1e-3);
    EXPECT_NEAR(student_t975(30), 2.042, 1e-3);
    EXPECT_NEAR(student_t975(40), 2.021, 2e-3);
    EXPECT_NEAR(student_t975(120), 1.980, 1e-3);
    EXPECT_TRUE(std::isinf(student_t975(0)));
}

TEST(ForecastTest, NeedsTenPointsAndNineteenOfTwentySamples)
{
    std::vector<Measured> nine = ramp(0);
    nine.pop_back();
    EXPECT_EQ(forecast_linear(nine, question(50)).reason, "insufficient data: 9 points, at least 10 are needed");
    EXPECT_TRUE(forecast_linear(ramp(0), question(50)).sufficient);
    // 99 days are 100 samples of a day; 95 of them are just enough.
    std::vector<Measured> points = ramp(0);
    points.back().at = day(99);
    for (const std::uint64_t samples : { 94U, 95U }) {
        ForecastQuestion asked = question(500);
        asked.samples = samples;
        EXPECT_EQ(forecast_linear(points, asked).sufficient, samples == 95) << samples;
        asked.cadence_seconds = 0;
        EXPECT_TRUE(forecast_linear(points, asked).sufficient) << "no cadence, no gaps";
    }
}

TEST(ForecastTest, ExpectsASampleAtBothEndsOfItsSpan)
{
    // 20 days are 21 samples, of which 19 are too few.
    std::vector<Measured> points = ramp(0);
    points.back().at = day(20);
    for (const std::uint64_t samples : { 19U, 20U }) {
        ForecastQuestion asked = question(500);
        asked.samples = samples;
        EXPECT_EQ(forecast_linear(points, asked).sufficient, samples == 20) << samples;
    }
}

TEST(ForecastTest, PointsCountAsSamplesWhereFewerAreSaid)
{
    ForecastQuestion asked = question(50);
    asked.samples = 1;
    EXPECT_TRUE(forecast_linear(ramp(0), asked).sufficient);
}

TEST(ForecastTest, IsExhaustedAtItsLimitExactly)
{
    EXPECT_TRUE(forecast_linear(ramp(0), question(28)).exhausted_now);
    EXPECT_FALSE(forecast_linear(ramp(0), question(28.001)).exhausted_now);
    std::vector<Measured> falling = ramp(0);
    for (Measured& point : falling) {
        point.value = 100 - point.value;
    }
    EXPECT_FALSE(forecast_linear(falling, question(20)).exhausted_now) << "it falls already";
}

TEST(ForecastTest, LooksAHundredYearsAhead)
{
    // Two a day, from 28 on.
    EXPECT_TRUE(forecast_linear(ramp(0), question(28 + 2 * 36'524.0)).exhaustion.has_value());
    EXPECT_FALSE(forecast_linear(ramp(0), question(28 + 2 * 36'526.0)).exhaustion.has_value());
}

TEST(ForecastTest, ASlopeThatMayBeNoneHasNoLateDate)
{
    const Forecast forecast = forecast_linear(ramp(12), question(50));
    ASSERT_TRUE(forecast.exhaustion.has_value());
    ASSERT_TRUE(forecast.early.has_value());
    EXPECT_FALSE(forecast.late.has_value());
    EXPECT_LT(*forecast.early, *forecast.exhaustion);
    EXPECT_EQ(forecast.act_by, forecast.early) << "no lead time, no margin";
    EXPECT_EQ(forecast.reason, "");
}

TEST(ForecastTest, AFlatLineExplainsEverything)
{
    std::vector<Measured> flat = ramp(0);
    for (Measured& point : flat) {
        point.value = 5;
    }
    const Forecast forecast = forecast_linear(flat, question(200));
    EXPECT_EQ(forecast.r_squared, 1);
    EXPECT_EQ(forecast.slope_per_day, 0);
    EXPECT_FALSE(forecast.early.has_value());
}

// Quantiles by numerical integration of the density.
TEST(ForecastTest, StudentsDistributionAgreesWithItsDensity)
{
    for (const std::size_t degrees : { 1U, 2U, 3U, 5U, 8U, 15U, 22U, 29U, 30U, 31U, 32U, 60U, 1000U }) {
        const double df = static_cast<double>(degrees);
        const double scale = std::exp(std::lgamma((df + 1) / 2) - std::lgamma(df / 2)) / std::sqrt(df * M_PI);
        const double end = student_t975(degrees);
        constexpr int kSteps = 20'000;
        double area = 0;
        for (int i = 0; i < kSteps; ++i) {
            const double t = end * (i + 0.5) / kSteps;
            area += scale * std::pow(1 + t * t / df, -(df + 1) / 2) * end / kSteps;
        }
        EXPECT_NEAR(area, 0.475, 3e-5) << degrees;
    }
}

}
}
