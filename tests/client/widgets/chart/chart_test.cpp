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
    EXPECT_GE(found[1].at, Timestamp { 138'000 });
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
