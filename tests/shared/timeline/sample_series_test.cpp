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

TEST(SampleSeriesTest, ReplacesASampleOfTheSameInstant)
{
    auto series = series_of({ { { 0 }, 1 }, { { 1000 }, 2 }, { { 2000 }, 3 } });
    series.put({ { 1000 }, 9 });
    ASSERT_EQ(series.size(), 3U);
    EXPECT_EQ(series.at(1).value, 9);
    const auto reduced = series.reduce({ 0 }, { 3000 }, 1, kGap);
    EXPECT_EQ(reduced.max, 9);
    series.put({ { 1000 }, 2 });
    EXPECT_EQ(series.reduce({ 0 }, { 3000 }, 1, kGap).max, 3) << "what was replaced is no extreme any more";
}

TEST(SampleSeriesTest, TheNearestIsWithinReachAndOfTwoTheEarlier)
{
    const auto series = series_of({ { { 1000 }, 1 }, { { 3000 }, 2 } });
    EXPECT_EQ(series.nearest({ 2000 }, Millis { 5000 })->value, 1);
    EXPECT_EQ(series.nearest({ 2001 }, Millis { 5000 })->value, 2);
    EXPECT_EQ(series.nearest({ 3500 }, Millis { 500 })->value, 2);
    EXPECT_FALSE(series.nearest({ 3501 }, Millis { 500 }));
    EXPECT_EQ(series.nearest({ 500 }, Millis { 500 })->value, 1);
    EXPECT_FALSE(series.nearest({ 499 }, Millis { 500 }));
    EXPECT_EQ(series.nearest({ 1000 }, Millis { 0 })->value, 1);
}

TEST(SampleSeriesTest, JoinsNeighboursUpToTheLongestGap)
{
    const auto series
        = series_of({ { { 0 }, 1 }, { { 3000 }, 2 }, { { 6001 }, 3 }, { { 7000 }, NAN }, { { 8000 }, 4 } });
    const auto reduced = series.reduce({ 0 }, { 9000 }, 9, kGap);
    EXPECT_TRUE(reduced.columns[3].joined) << "exactly the longest gap";
    EXPECT_FALSE(reduced.columns[6].joined);
    EXPECT_FALSE(reduced.columns[8].joined) << "a missing one lies between them, however near they are";
}

TEST(SampleSeriesTest, AStretchEndsBeforeItsEnd)
{
    const auto series = series_of({ { { 0 }, 1 }, { { 1000 }, 2 } });
    const auto reduced = series.reduce({ 0 }, { 1000 }, 2, kGap);
    EXPECT_EQ(reduced.max, 1);
    ASSERT_TRUE(reduced.after);
    EXPECT_EQ(reduced.after->value, 2);
    EXPECT_FALSE(reduced.before);
}

TEST(SampleSeriesTest, NothingLeadsInFromWhatIsMissingOrTooFar)
{
    const auto missing = series_of({ { { 0 }, NAN }, { { 1000 }, 2 }, { { 2000 }, 3 } });
    const auto reduced = missing.reduce({ 500 }, { 2500 }, 2, kGap);
    EXPECT_FALSE(reduced.before);
    EXPECT_FALSE(reduced.columns[0].joined);
    const auto far = series_of({ { { 0 }, 1 }, { { 9000 }, 2 }, { { 10'000 }, 3 } });
    const auto apart = far.reduce({ 5000 }, { 10'500 }, 1, kGap);
    EXPECT_FALSE(apart.before) << "too far to be joined, though it came before";
    EXPECT_FALSE(apart.columns[0].joined);
}

TEST(SampleSeriesTest, EvictsWhatIsOlderAndItsExtremesWithIt)
{
    std::vector<SeriesSample> samples;
    for (std::int64_t i = 0; i < 5000; ++i) {
        samples.push_back({ { i * 1000 }, i == 70 ? 1e6 : i == 75 ? 1 : 5 });
    }
    auto series = series_of(samples);
    series.evict_before({ 69'000 });
    EXPECT_EQ(series.at(0).at, Timestamp { 69'000 }) << "what lies exactly there stays";
    EXPECT_EQ(series.reduce({ 0 }, { 9'000'000 }, 1, kGap).max, 1e6);
    series.evict_before({ 71'000 });
    EXPECT_EQ(series.size(), 5000U - 71);
    EXPECT_EQ(series.reduce({ 0 }, { 9'000'000 }, 1, kGap).max, 5);
    EXPECT_EQ(series.reduce({ 0 }, { 9'000'000 }, 1, kGap).min, 1);
    const auto version = series.version();
    series.evict_before({ 71'000 });
    EXPECT_EQ(series.version(), version) << "nothing went";
    series.evict_before(series.at(series.size() - 1).at);
    ASSERT_EQ(series.size(), 1U);
    for (std::int64_t i = 1; i <= 200; ++i) {
        series.put({ { 5'000'000 + i * 1000 }, 7 });
    }
    const auto refilled = series.reduce({ 0 }, { 9'000'000 }, 1, kGap);
    EXPECT_EQ(refilled.min, 5);
    EXPECT_EQ(refilled.max, 7) << "nothing is left of what went";
    series.clear();
    EXPECT_GT(series.version(), version) << "no version comes twice";
}

}
}
