// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/chart/chart.h"

#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <cmath>

namespace watchfloor {
namespace {

SampleSeries series_of(const std::vector<double>& values)
{
    SampleSeries series;
    for (std::size_t i = 0; i < values.size(); ++i) {
        series.put({ { static_cast<std::int64_t>(i) * 1000 }, values[i] });
    }
    return series;
}

SeriesReduction reduced(const SampleSeries& series, std::size_t columns)
{
    return series.reduce({ 0 }, { static_cast<std::int64_t>(series.size()) * 1000 }, columns, Millis { 5000 });
}

TEST(ChartTest, WritesValuesWithTheirUnit)
{
    EXPECT_EQ(format_value(64, ChartUnit::Percent), "64 %");
    EXPECT_EQ(format_value(64.25, ChartUnit::Percent, 0.5), "64.2 %");
    EXPECT_EQ(format_value(12'400, ChartUnit::Plain), "12.4k");
    EXPECT_EQ(format_value(0, ChartUnit::Bytes), "0 B");
    EXPECT_EQ(format_value(1.5 * 1024 * 1024 * 1024, ChartUnit::Bytes), "1.50 GiB");
    EXPECT_EQ(format_value(3 * 1024, ChartUnit::BytesPerSecond), "3 KiB/s");
    EXPECT_EQ(format_value(0.82, ChartUnit::Seconds), "820 ms");
    EXPECT_EQ(format_value(0.000'04, ChartUnit::Seconds), "40 µs");
    EXPECT_EQ(format_value(7, ChartUnit::PerSecond), "7/s");
    EXPECT_EQ(format_value(-2'500'000, ChartUnit::Plain), "-2.50M");
    EXPECT_EQ(format_value(NAN, ChartUnit::Percent), "–");
}

TEST(ChartTest, AValueHasThreeDigitsAndTheirPrefix)
{
    EXPECT_EQ(format_value(999.9, ChartUnit::Plain), "1.00k") << "rounded it is a thousand";
    EXPECT_EQ(format_value(999, ChartUnit::Plain), "999");
    EXPECT_EQ(format_value(1000, ChartUnit::Bytes), "1000 B");
    EXPECT_EQ(format_value(1024, ChartUnit::BytesPerSecond), "1 KiB/s");
    EXPECT_EQ(format_value(123.4, ChartUnit::Percent), "123 %");
    EXPECT_EQ(format_value(12.34, ChartUnit::Percent), "12.3 %");
    EXPECT_EQ(format_value(1.234, ChartUnit::Percent), "1.23 %");
    EXPECT_EQ(format_value(12, ChartUnit::Percent), "12 %");
    EXPECT_EQ(format_value(1, ChartUnit::Seconds), "1 s");
    EXPECT_EQ(format_value(0.001, ChartUnit::Seconds), "1 ms");
}

TEST(ChartTest, WithAStepAValueHasTheDigitsThatTellNeighboursApart)
{
    EXPECT_EQ(format_value(0.2, ChartUnit::Plain, 0.2), "0.2");
    EXPECT_EQ(format_value(1500, ChartUnit::Plain, 500), "1.5k");
    EXPECT_EQ(format_value(2000, ChartUnit::Plain, 1000), "2k");
    EXPECT_EQ(format_value(0, ChartUnit::Seconds, 0.2), "0 ms") << "in the unit of the others";
    EXPECT_EQ(format_value(0.2, ChartUnit::Seconds, 0.2), "200 ms");
    EXPECT_EQ(format_value(2, ChartUnit::Seconds, 0.5), "2.0 s");
}

// The step of an axis from 0 to there, in four.
double step_up_to(double ceiling, ChartUnit unit = ChartUnit::Plain)
{
    ChartSeries chart;
    chart.unit = unit;
    chart.floor = 0;
    chart.ceiling = ceiling;
    return value_scale(chart, reduced(series_of({ 0, ceiling }), 4), 4).step;
}

TEST(ChartTest, StepsAreOneTwoAndFiveOfWhatTheValueIsWrittenIn)
{
    EXPECT_EQ(step_up_to(4), 1) << "a step that fits is taken";
    EXPECT_EQ(step_up_to(8), 2);
    EXPECT_EQ(step_up_to(20), 5);
    EXPECT_EQ(step_up_to(24), 10);
    EXPECT_EQ(step_up_to(100), 50);
    EXPECT_EQ(step_up_to(4096, ChartUnit::Bytes), 1024);
    EXPECT_EQ(step_up_to(4096, ChartUnit::BytesPerSecond), 1024);
}

ValueScale scale_over(const std::vector<double>& values, const ChartSeries& chart = {})
{
    return value_scale(chart, reduced(series_of(values), 4), 4);
}

TEST(ChartTest, AScaleEndsOnItsStepsAroundTheData)
{
    const auto scale = scale_over({ 20, 31 });
    EXPECT_EQ(scale.low, 20) << "which is a step already";
    EXPECT_EQ(scale.high, 35);
    EXPECT_EQ(scale_over({ 40, 100 }).low, 0) << "nought is near enough to be honest";
    EXPECT_GT(scale_over({ 60, 100 }).low, 0) << "not so near";
    const auto constant = scale_over({ -5, -5 });
    EXPECT_EQ(constant.low, -5);
    EXPECT_EQ(constant.high, -2);
}

TEST(ChartTest, OnlyThresholdsNearTheDataWidenTheScale)
{
    ChartSeries chart;
    chart.warning = 100;
    EXPECT_LT(scale_over({ 10, 12 }, chart).high, 20) << "far above";
    chart.warning = 50;
    EXPECT_GE(scale_over({ 100, 110 }, chart).low, 100) << "far below";
    chart.warning = 95;
    EXPECT_LE(scale_over({ 100, 110 }, chart).low, 95);
    chart.warning = 18;
    const auto constant = scale_over({ 17, 17 }, chart);
    EXPECT_EQ(constant.low, 17) << "what is constant has near thresholds too";
    EXPECT_EQ(constant.high, 18);
    chart.warning = std::nullopt;
    chart.critical = 120;
    EXPECT_GE(scale_over({ 100, 110 }, chart).high, 120);
}

TEST(ChartTest, FixedEndsAreKeptWithStepsOfTheirOwn)
{
    ChartSeries chart;
    chart.floor = 0;
    const auto from_nought = scale_over({ 60, 100 }, chart);
    EXPECT_EQ(from_nought.low, 0);
    EXPECT_EQ(from_nought.step, 50) << "not that of 60 to 100";
    chart.floor = std::nullopt;
    chart.ceiling = 200;
    EXPECT_EQ(scale_over({ 60, 100 }, chart).high, 200);
    chart.floor = 100;
    chart.ceiling = 0;
    const auto reversed = scale_over({ 60, 100 }, chart);
    EXPECT_EQ(reversed.low, 100);
    EXPECT_EQ(reversed.high, 101);
}

TEST(ChartTest, ScaleHoldsTheDataAndNearThresholdsWithRoundSteps)
{
    ChartSeries chart;
    chart.unit = ChartUnit::Percent;
    chart.warning = 75;
    const auto rising = series_of({ 40, 50, 60, 72 });
    const auto scale = value_scale(chart, reduced(rising, 10), 4);
    EXPECT_LE(scale.low, 40);
    EXPECT_GE(scale.high, 75);
    EXPECT_GT(scale.step, 0);
    chart.floor = 0;
    chart.ceiling = 100;
    const auto fixed = value_scale(chart, reduced(rising, 10), 4);
    EXPECT_EQ(fixed.low, 0);
    EXPECT_EQ(fixed.high, 100);
}

TEST(ChartTest, ScaleIsUsableForEmptyConstantAndHugeSeries)
{
    for (const auto& values : std::vector<std::vector<double>> { {}, { 0, 0 }, { 17, 17, 17 }, { -5, -5 },
             { 1e300, -1e300 }, { 1e-300, 2e-300 }, { NAN, NAN }, { 5e15, 5e15 + 1 } }) {
        const auto scale = value_scale({}, reduced(series_of(values), 4), 4);
        EXPECT_GT(scale.high, scale.low);
        EXPECT_TRUE(std::isfinite(scale.share(scale.low)));
        EXPECT_GT(scale.step, 0);
    }
}

TEST(ChartTest, MarksOneCrossingInAndOneOutDespiteNoise)
{
    std::vector<double> values(200, 50);
    for (std::size_t i = 60; i < 140; ++i) {
        values[i] = i % 2 == 0 ? 95 : 88;
    }
    ChartSeries chart;
    chart.critical = 90;
    const auto found = crossings(chart, reduced(series_of(values), 200));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_TRUE(found[0].into);
    EXPECT_EQ(found[0].at, Timestamp { 60'000 });
    EXPECT_FALSE(found[1].into);
    EXPECT_EQ(found[1].at, Timestamp { 139'000 }) << "where it left, not where that was certain";
}

TEST(ChartTest, NeverMissesAShortBreachHoweverManySamplesAPixelHolds)
{
    std::vector<double> values(20'000, 50);
    values[12'345] = 99;
    ChartSeries chart;
    chart.critical = 90;
    const auto found = crossings(chart, reduced(series_of(values), 300));
    ASSERT_GE(found.size(), 1u);
    EXPECT_TRUE(found[0].into);
}

TEST(ChartTest, AtItsThresholdAValueIsBeyondIt)
{
    ChartSeries chart;
    chart.critical = 90;
    EXPECT_EQ(crossings(chart, reduced(series_of({ 50, 90 }), 2)).size(), 1u);
    chart.critical = 10;
    chart.low_is_bad = true;
    EXPECT_EQ(crossings(chart, reduced(series_of({ 50, 10 }), 2)).size(), 1u);
}

TEST(ChartTest, BothThresholdsAreCrossedEachAsItself)
{
    ChartSeries chart;
    chart.warning = 80;
    chart.critical = 90;
    const auto found = crossings(chart, reduced(series_of({ 50, 85, 95 }), 3));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_TRUE(found[0].critical);
    EXPECT_EQ(found[0].at, Timestamp { 2000 });
    EXPECT_FALSE(found[1].critical);
    EXPECT_EQ(found[1].at, Timestamp { 1000 });
}

TEST(ChartTest, WhatLeadsIntoTheStretchMayCrossAtItsBegin)
{
    ChartSeries chart;
    chart.critical = 90;
    const auto series = series_of({ 50, 50, 95, 95 });
    const auto found = crossings(chart, series.reduce({ 2000 }, { 4000 }, 2, Millis { 5000 }));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].at, Timestamp { 2000 });
    EXPECT_TRUE(crossings(chart, reduced(series_of({ 95, 95, 95 }), 3)).empty()) << "it began beyond";
}

// Nobody knows when, within a gap, a curve passed its threshold.
TEST(ChartTest, NothingIsCrossedInAGap)
{
    ChartSeries chart;
    chart.critical = 90;
    SampleSeries up;
    SampleSeries down;
    for (std::int64_t i = 0; i < 10; ++i) {
        up.put({ { i * 1000 }, 50 });
        up.put({ { 30'000 + i * 1000 }, 95 });
        down.put({ { i * 1000 }, 95 });
        down.put({ { 30'000 + i * 1000 }, 50 });
    }
    EXPECT_TRUE(crossings(chart, up.reduce({ 0 }, { 40'000 }, 40, Millis { 5000 })).empty());
    EXPECT_TRUE(crossings(chart, down.reduce({ 0 }, { 40'000 }, 40, Millis { 5000 })).empty());
    down.put({ { 40'000 }, 95 });
    const auto again = crossings(chart, down.reduce({ 0 }, { 41'000 }, 41, Millis { 5000 }));
    ASSERT_EQ(again.size(), 1u) << "after the gap it was out";
    EXPECT_TRUE(again[0].into);
}

TEST(ChartTest, MarksLowThresholdsDownwards)
{
    ChartSeries chart;
    chart.warning = 10;
    chart.low_is_bad = true;
    const auto found = crossings(chart, reduced(series_of({ 30, 20, 12, 8, 7, 6 }), 6));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].at, Timestamp { 3000 });
}

TEST(ChartTest, ReducesAgainOnlyWhenSomethingChanged)
{
    auto series = series_of({ 1, 2, 3, 4 });
    TimeAxis axis;
    axis.width = 200;
    axis.millis_per_pixel = 20;
    ReductionCache cache;
    cache.reduce(series, axis, Millis { 5000 });
    cache.reduce(series, axis, Millis { 5000 });
    EXPECT_EQ(cache.reductions(), 1u);
    series.put({ { 9000 }, 5 });
    cache.reduce(series, axis, Millis { 5000 });
    EXPECT_EQ(cache.reductions(), 2u);
    axis.from_millis += 1;
    cache.reduce(series, axis, Millis { 5000 });
    EXPECT_EQ(cache.reductions(), 3u);
    axis.millis_per_pixel = 30;
    cache.reduce(series, axis, Millis { 5000 });
    EXPECT_EQ(cache.reductions(), 4u);
    axis.width = 300;
    cache.reduce(series, axis, Millis { 5000 });
    EXPECT_EQ(cache.reductions(), 5u);
    cache.reduce(series, axis, Millis { 2000 });
    EXPECT_EQ(cache.reductions(), 6u);
    const SampleSeries another = series;
    ASSERT_EQ(another.version(), series.version());
    cache.reduce(another, axis, Millis { 2000 });
    EXPECT_EQ(cache.reductions(), 7u);
}

// The area of the triangles from this index on.
double inked(const ImDrawList& list, int from)
{
    double area = 0;
    const auto corner = [&](int i) { return list.VtxBuffer[static_cast<int>(list.IdxBuffer[i])].pos; };
    for (int i = from; i + 2 < list.IdxBuffer.Size; i += 3) {
        const ImVec2 a = corner(i);
        const ImVec2 b = corner(i + 1);
        const ImVec2 c = corner(i + 2);
        area += std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
    }
    return area;
}

// Up and down again within a pixel or two: the line has its full width along every spike.
// What a line of so many spikes covers in a plot of 400 by 200, a sample a second.
double inked_by_spikes(int samples)
{
    HeadlessUi ui;
    std::vector<double> values;
    for (int i = 0; i < samples; ++i) {
        values.push_back(i % 2 == 0 ? 0 : 100);
    }
    const auto series = series_of(values);
    ChartSeries chart;
    chart.samples = &series;
    chart.floor = 0;
    chart.ceiling = 100;
    double area = 0;
    ui.draw([&] {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const int from = list.IdxBuffer.Size;
        TimeAxis axis;
        axis.from_millis = 0;
        axis.left = 0;
        axis.width = 400;
        axis.millis_per_pixel = samples * 1000.0 / 400;
        PlotStyle style;
        style.area = false;
        style.thresholds = false;
        style.last_value = false;
        style.line_width = 2;
        const auto reduction = series.reduce({ 0 }, { samples * 1000 }, 400, Millis { 5000 });
        plot_series(list, { 0, 0 }, { 400, 200 }, axis, chart, reduction, { 0, 100, 20 }, style);
        area = inked(list, from);
    });
    return area;
}

TEST(ChartTest, ASpikeIsALineAndNoDots)
{
    EXPECT_GE(inked_by_spikes(200), 199 * 200 * 1.8);
}

TEST(ChartTest, MoreSpikesThanPixelsCoverEachPixelOnce)
{
    EXPECT_NEAR(inked_by_spikes(20'000), 400 * 202, 400 * 4);
}

TEST(ChartTest, DrawsEmptySingleMissingConstantAndLong)
{
    HeadlessUi ui;
    std::vector<double> many(50'000);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i] = i % 977 == 0 ? NAN : std::sin(static_cast<double>(i) / 300) * 1e9;
    }
    for (const auto& values : std::vector<std::vector<double>> { {}, { 42 }, { NAN, NAN }, { 17, 17, 17 }, many }) {
        const auto series = series_of(values);
        ChartSeries chart;
        chart.name = "Disk";
        chart.samples = &series;
        chart.warning = 15;
        chart.critical = 20;
        ChartState state;
        ChartState small;
        const Timestamp to { 50'000'000 };
        ui.draw([&] {
            draw_chart("chart", chart, state, { .from = { 0 }, .to = to });
            draw_sparkline("spark", chart, small, { 0 }, to, { 200, 40 });
        });
        ImGui::GetIO().AddMousePosEvent(400, 100);
        ui.draw([&] { draw_chart("chart", chart, state, { .from = { 0 }, .to = to }); }, 3);
        ui.draw([&] { draw_chart("chart", chart, state, { .from = { 5 }, .to = { 5 }, .height = 1 }); });
        EXPECT_LE(ui.vertices(), 200'000);
        const auto* item = mirror().find(Role::Image, "Disk");
        ASSERT_NE(item, nullptr);
        EXPECT_FALSE(item->value.empty());
    }
}

}
}
