// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/series_forecast.h"
#include "tests/shared/domain/forecast/suite.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::size_t kWeekOfHours = 168;
constexpr std::uint64_t kForetoldOfAKind = 8;

RegularSeries series_of(std::vector<double> values)
{
    RegularSeries series;
    series.values = std::move(values);
    return series;
}

double mean_distance(std::span<const double> points, std::span<const double> actual)
{
    double sum = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        sum += std::abs(points[i] - actual[i]);
    }
    return sum / static_cast<double>(actual.size());
}

struct Foretold {
    double ours = 0;
    double line = 0;
    double better_naive = 0;
};

Foretold foretold(suite::Kind kind)
{
    Foretold sums;
    double day = 0;
    double week = 0;
    for (std::uint64_t number = 1; number <= kForetoldOfAKind; ++number) {
        const auto made = suite::make(kind, number);
        const auto actual = std::span(made.future).first(kWeekOfHours);
        const Origins end { { suite::kHours }, kWeekOfHours };
        const SeriesForecast forecast = forecast_series(made.series, kWeekOfHours);
        EXPECT_NE(forecast.verdict, ForecastVerdict::InsufficientData);
        sums.ours += mean_distance(forecast.points, actual);
        sums.line += mean_distance(least_squares(made.series.values, kWeekOfHours, end), actual);
        day += mean_distance(seasonal_naive(made.series.values, 24, end), actual);
        week += mean_distance(seasonal_naive(made.series.values, kWeekOfHours, end), actual);
    }
    sums.better_naive = std::min(day, week);
    return sums;
}

TEST(SeriesForecastTest, SaysInsufficientWhereThatIsSo)
{
    EXPECT_EQ(forecast_series({}, 24).verdict, ForecastVerdict::InsufficientData);
    EXPECT_EQ(forecast_series(series_of({ 1 }), 24).verdict, ForecastVerdict::InsufficientData);
    EXPECT_EQ(forecast_series(series_of(std::vector<double>(600, kNotMeasured)), 24).verdict,
        ForecastVerdict::InsufficientData);
    EXPECT_EQ(forecast_series(suite::make(suite::Kind::Trend, 1).series, 0).verdict, ForecastVerdict::InsufficientData);
    auto odd = suite::make(suite::Kind::Trend, 1).series;
    odd.step_seconds = 0;
    EXPECT_EQ(forecast_series(odd, 24).points.size(), 24U); // without seasons
}

TEST(SeriesForecastTest, ALongGapLeavesWhatCameAfterIt)
{
    auto series = suite::make(suite::Kind::Trend, 1).series;
    std::fill(series.values.end() - 300, series.values.end() - 60, kNotMeasured);
    const SeriesForecast forecast = forecast_series(series, 24);
    EXPECT_EQ(forecast.window, 63U);
    EXPECT_EQ(forecast.verdict, ForecastVerdict::InsufficientData);
}

TEST(SeriesForecastTest, AConstantStaysAndHasNoScore)
{
    const SeriesForecast forecast = forecast_series(series_of(std::vector<double>(300, 7)), 3);
    EXPECT_EQ(forecast.verdict, ForecastVerdict::NoBetterThanNaive);
    EXPECT_EQ(forecast.points, (std::vector<double> { 7, 7, 7 }));
    EXPECT_EQ(forecast.upper, forecast.points);
    EXPECT_FALSE(forecast.mase);
}

TEST(SeriesForecastTest, TheSameInputGivesTheSameAnswer)
{
    const auto made = suite::make(suite::Kind::Gaps, 4);
    const SeriesForecast first = forecast_series(made.series, 48);
    const SeriesForecast second = forecast_series(made.series, 48);
    EXPECT_EQ(first.points, second.points);
    EXPECT_EQ(first.lower, second.lower);
    EXPECT_EQ(first.upper, second.upper);
    EXPECT_EQ(first.mase, second.mase);
}

TEST(SeriesForecastTest, UseThatFallsEndsAtZero)
{
    std::vector<double> values;
    for (std::size_t hour = 0; hour < 504; ++hour) {
        values.push_back(52 - 0.1 * static_cast<double>(hour) + (hour * 7 % 5 == 0 ? 0.3 : 0));
    }
    const SeriesForecast forecast = forecast_series(series_of(std::move(values)), kWeekOfHours);
    ASSERT_EQ(forecast.points.size(), kWeekOfHours);
    EXPECT_EQ(*std::min_element(forecast.points.begin(), forecast.points.end()), 0);
    EXPECT_GE(*std::min_element(forecast.lower.begin(), forecast.lower.end()), 0);
}

TEST(SeriesForecastTest, AStepIsFollowedAtOnce)
{
    std::vector<double> values;
    for (std::size_t hour = 0; hour < 504; ++hour) {
        values.push_back((hour < 400 ? 20 : 60) + static_cast<double>(hour * 7 % 5));
    }
    const SeriesForecast forecast = forecast_series(series_of(std::move(values)), 24);
    ASSERT_TRUE(forecast.shape.step);
    EXPECT_NEAR(static_cast<double>(*forecast.shape.step), 400, 2);
    for (const double point : forecast.points) {
        EXPECT_NEAR(point, 62, 3);
    }
}

TEST(SeriesForecastTest, SeasonsAndTeethAreForetoldFarBetterThanByALine)
{
    for (const auto kind : { suite::Kind::Season, suite::Kind::SawTooth, suite::Kind::Gaps }) {
        const Foretold sums = foretold(kind);
        EXPECT_LE(sums.ours, 0.35 * sums.line) << suite::name_of(kind);
        EXPECT_LE(sums.ours, sums.better_naive) << suite::name_of(kind);
    }
}

TEST(SeriesForecastTest, StepsAreForetoldBetterThanByALine)
{
    const Foretold sums = foretold(suite::Kind::Step);
    EXPECT_LE(sums.ours, 0.6 * sums.line);
    EXPECT_LE(sums.ours, sums.better_naive);
}

TEST(SeriesForecastTest, GrowthAndNoiseAreForetoldBetterThanByTheLastSeason)
{
    for (const auto kind : { suite::Kind::Trend, suite::Kind::Noise }) {
        const Foretold sums = foretold(kind);
        EXPECT_LE(sums.ours, sums.better_naive) << suite::name_of(kind);
    }
}

TEST(SeriesForecastTest, FourOfFiveValuesComeIntoTheBand)
{
    double held = 0;
    double asked = 0;
    for (std::size_t kind = 0; kind < suite::kKinds; ++kind) {
        for (std::uint64_t number = 1; number <= kForetoldOfAKind; ++number) {
            const auto made = suite::make(static_cast<suite::Kind>(kind), number);
            const SeriesForecast forecast = forecast_series(made.series, kWeekOfHours);
            for (std::size_t i = 0; i < kWeekOfHours; ++i) {
                asked += 1;
                held += made.future[i] >= forecast.lower[i] && made.future[i] <= forecast.upper[i] ? 1 : 0;
            }
        }
    }
    EXPECT_GE(held, 0.75 * asked);
    EXPECT_LE(held, 0.85 * asked);
}

}
}
