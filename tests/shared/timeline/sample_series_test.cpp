// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/sample_series.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace watchfloor {
namespace {

constexpr Millis kGap { 3000 };

SampleSeries series_of(const std::vector<SeriesSample>& samples)
{
    SampleSeries series;
    for (const SeriesSample& sample : samples) {
        series.put(sample);
    }
    return series;
}

// Evenly spaced with holes, missing values and infinities; some seeds for the tests.
std::vector<SeriesSample> random_samples(std::uint32_t seed, std::size_t count)
{
    std::mt19937 random { seed };
    std::vector<SeriesSample> samples;
    std::int64_t at = -50'000;
    for (std::size_t i = 0; i < count; ++i) {
        at += random() % 40 == 0 ? 9000 : 1000;
        double value = static_cast<double>(random() % 1000);
        if (random() % 30 == 0) {
            value = NAN;
        } else if (random() % 200 == 0) {
            value = INFINITY;
        }
        samples.push_back({ { at }, value });
    }
    return samples;
}

void expect_column(
    const std::vector<SeriesSample>& samples, std::int64_t from, std::int64_t to, const SeriesColumn& column)
{
    double min = INFINITY;
    double max = -INFINITY;
    std::vector<SeriesSample> inside;
    for (const SeriesSample& sample : samples) {
        if (sample.at.millis >= from && sample.at.millis < to && std::isfinite(sample.value)) {
            min = std::min(min, sample.value);
            max = std::max(max, sample.value);
            inside.push_back(sample);
        }
    }
    ASSERT_EQ(column.finite, !inside.empty());
    if (column.finite) {
        EXPECT_EQ(column.min, min);
        EXPECT_EQ(column.max, max);
        EXPECT_EQ(column.first.at, inside.front().at);
        EXPECT_EQ(column.last.at, inside.back().at);
    }
}

TEST(SampleSeriesTest, ReducesLikeBruteForce)
{
    for (const std::size_t count : { 1u, 63u, 64u, 65u, 1024u, 1025u, 20'000u }) {
        const auto samples = random_samples(static_cast<std::uint32_t>(count), count);
        const auto series = series_of(samples);
        for (const std::size_t columns : { 1u, 7u, 300u }) {
            const std::int64_t from = -60'000;
            const std::int64_t width = 40'000;
            const Timestamp to { from + width * static_cast<std::int64_t>(columns) };
            const auto reduced = series.reduce({ from }, to, columns, kGap);
            ASSERT_EQ(reduced.columns.size(), columns);
            for (std::size_t i = 0; i < columns; ++i) {
                const std::int64_t left = from + width * static_cast<std::int64_t>(i);
                expect_column(samples, left, left + width, reduced.columns[i]);
            }
        }
    }
}

TEST(SampleSeriesTest, AcceptsSamplesInAnyOrder)
{
    auto samples = random_samples(2, 3000);
    const auto in_order = series_of(samples);
    std::mt19937 random { 4 };
    for (std::size_t i = samples.size(); i > 1; --i) {
        std::swap(samples[i - 1], samples[random() % i]);
    }
    const auto mixed = series_of(samples);
    ASSERT_EQ(mixed.size(), in_order.size());
    const auto a = in_order.reduce({ -60'000 }, { 4'000'000 }, 100, kGap);
    const auto b = mixed.reduce({ -60'000 }, { 4'000'000 }, 100, kGap);
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(a.columns[i].finite, b.columns[i].finite);
        EXPECT_EQ(a.columns[i].min, b.columns[i].min);
        EXPECT_EQ(a.columns[i].max, b.columns[i].max);
        EXPECT_EQ(a.columns[i].joined, b.columns[i].joined);
    }
}

TEST(SampleSeriesTest, NeverJoinsAcrossAGapOrAMissingSample)
{
    const auto series = series_of(
        { { { 0 }, 1 }, { { 1000 }, 2 }, { { 9000 }, 3 }, { { 10'000 }, NAN }, { { 11'000 }, 4 }, { { 12'000 }, 5 } });
    const auto reduced = series.reduce({ 0 }, { 13'000 }, 13, kGap);
    EXPECT_FALSE(reduced.columns[0].joined);
    EXPECT_TRUE(reduced.columns[1].joined);
    EXPECT_FALSE(reduced.columns[9].joined);
    EXPECT_FALSE(reduced.columns[10].finite);
    EXPECT_FALSE(reduced.columns[11].joined);
    EXPECT_TRUE(reduced.columns[12].joined);
}

TEST(SampleSeriesTest, LeadsInAndOutOfTheStretch)
{
    const auto series = series_of({ { { 0 }, 1 }, { { 1000 }, 2 }, { { 2000 }, 3 } });
    const auto inside = series.reduce({ 500 }, { 1500 }, 10, kGap);
    ASSERT_TRUE(inside.before && inside.after);
    EXPECT_EQ(inside.before->value, 1);
    EXPECT_EQ(inside.after->value, 3);
    // Between two samples: nothing in the columns, but a line runs through.
    const auto between = series.reduce({ 1200 }, { 1800 }, 10, kGap);
    EXPECT_FALSE(between.finite);
    ASSERT_TRUE(between.before && between.after);
    EXPECT_EQ(between.before->value, 2);
    const auto beyond = series.reduce({ 2500 }, { 3000 }, 10, kGap);
    EXPECT_FALSE(beyond.before || beyond.after);
}

TEST(SampleSeriesTest, HandlesEmptyMissingAndSingle)
{
    EXPECT_FALSE(SampleSeries {}.reduce({ 0 }, { 10 }, 5, kGap).finite);
    EXPECT_FALSE(SampleSeries {}.latest());
    const auto missing = series_of({ { { 1 }, NAN }, { { 2 }, NAN } });
    EXPECT_FALSE(missing.reduce({ 0 }, { 10 }, 5, kGap).finite);
    EXPECT_FALSE(missing.latest());
    const auto one = series_of({ { { 3 }, 7.5 } });
    EXPECT_EQ(one.latest()->value, 7.5);
    const auto reduced = one.reduce({ 0 }, { 10 }, 5, kGap);
    EXPECT_EQ(reduced.min, 7.5);
    EXPECT_EQ(reduced.max, 7.5);
    EXPECT_TRUE(one.reduce({ 10 }, { 0 }, 5, kGap).columns[0].finite == false);
}

TEST(SampleSeriesTest, FindsTheNearestFiniteSample)
{
    auto series = series_of({ { { 0 }, 1 }, { { 1000 }, NAN }, { { 2000 }, 3 } });
    EXPECT_EQ(series.nearest({ 900 }, Millis { 5000 })->value, 1);
    EXPECT_EQ(series.nearest({ 1100 }, Millis { 5000 })->value, 3);
    EXPECT_FALSE(series.nearest({ 9000 }, Millis { 5000 }));
    series.put({ { 1000 }, 2 });
    EXPECT_EQ(series.nearest({ 1100 }, Millis { 5000 })->value, 2);
}

TEST(SampleSeriesTest, EvictsWhatIsOld)
{
    auto series = series_of(random_samples(6, 5000));
    const auto before = series.version();
    series.evict_before({ 3'000'000 });
    EXPECT_NE(series.version(), before);
    EXPECT_GE(series.at(0).at.millis, 3'000'000);
    EXPECT_LT(series.size(), 5000u);
    series.evict_before({ 900'000'000 });
    EXPECT_TRUE(series.empty());
    series.put({ { 1 }, 2 });
    EXPECT_EQ(series.latest()->value, 2);
}

}
}
