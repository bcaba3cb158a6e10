// SPDX-License-Identifier: Apache-2.0
#include "server/samples/sample_block.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace watchfloor {
namespace {

constexpr Timestamp kHour { 500'000 * kHourMillis };

Sample at(std::int64_t seconds, double value)
{
    return { { kHour.millis + seconds * 1000 }, value };
}

TEST(SampleBlockTest, DecodesWhatItEncoded)
{
    const std::vector<Sample> samples { at(0, -1.5), { { kHour.millis + 1 }, 1e300, SampleQuality::Suspect },
        at(3599, 0) };
    const std::string bytes = encode_block(kHour, samples);
    EXPECT_EQ(bytes.size(), samples.size() * kSampleBytes);
    EXPECT_EQ(decode_block(kHour, bytes), std::optional { samples });
}

TEST(SampleBlockTest, RefusesBytesThatAreNoBlock)
{
    const std::string good = encode_block(kHour, std::vector { at(1, 1), at(2, 2) });
    const auto with = [&](std::size_t position, char byte) {
        std::string bad = good;
        bad[position] = byte;
        return bad;
    };
    EXPECT_TRUE(decode_block(kHour, good).has_value());
    EXPECT_FALSE(decode_block(kHour, good.substr(1)).has_value());
    EXPECT_FALSE(decode_block(kHour, with(3, '\x7f')).has_value()) << "beyond the hour";
    EXPECT_FALSE(decode_block(kHour, with(4, '\x09')).has_value()) << "unknown quality";
    EXPECT_FALSE(decode_block(kHour, with(1, '\x0f')).has_value()) << "out of order";
    std::string not_finite = good;
    not_finite.replace(8, 8, std::string { "\0\0\0\0\0\0\xf0\x7f", 8 });
    EXPECT_FALSE(decode_block(kHour, not_finite).has_value());
}

TEST(SampleBlockTest, MergesOutOfOrderAndKeepsTheFirstAtAnInstant)
{
    std::vector<Sample> block { at(10, 1), at(20, 2) };
    EXPECT_EQ(merge_samples(block, std::vector { at(20, 99), at(5, 0), at(15, 1.5), at(15, 77) }), 2U);
    EXPECT_EQ(block, (std::vector { at(5, 0), at(10, 1), at(15, 1.5), at(20, 2) }));
}

TEST(SampleBlockTest, RollsUpWithNearestRankPercentile)
{
    std::vector<Sample> samples;
    for (int i = 1; i <= 100; ++i) {
        samples.push_back(at(i, i));
    }
    const RollUp whole = roll_up(samples);
    EXPECT_EQ(whole.count, 100U);
    EXPECT_EQ(whole.min, 1);
    EXPECT_EQ(whole.max, 100);
    EXPECT_NEAR(whole.mean, 50.5, 1e-9);
    EXPECT_EQ(whole.p95, 95);
    EXPECT_EQ(roll_up(std::vector { at(0, 7) }).p95, 7);

    const auto minutes = roll_up_by(samples, kMinuteMillis);
    ASSERT_EQ(minutes.size(), 2U);
    EXPECT_EQ(minutes[0].count, 59U);
    EXPECT_EQ(minutes[1].min, 60);
    const RollUp merged = merge(minutes[0], minutes[1]);
    EXPECT_EQ(merged.count, 100U);
    EXPECT_NEAR(merged.mean, 50.5, 1e-9);
    EXPECT_EQ(merged.first, samples.front().at);
    EXPECT_EQ(merged.last, samples.back().at);
}

TEST(SampleBlockTest, MeanOfTheLargestNumbersStaysFinite)
{
    const double large = std::numeric_limits<double>::max();
    const RollUp whole = roll_up(std::vector { at(0, large), at(1, large), at(2, -large), at(3, -large) });
    EXPECT_TRUE(std::isfinite(whole.mean));
    EXPECT_NEAR(whole.mean / large, 0, 1e-9);
    EXPECT_TRUE(std::isfinite(merge(whole, whole).mean));
}

TEST(SeriesBuilderTest, ReducesToStretchesAndKeepsExtremesAndGaps)
{
    std::vector<Sample> samples;
    for (int i = 0; i < 3000; i += 10) {
        if (i < 1000 || i >= 2000) {
            samples.push_back(at(i, i == 2500 ? 1000 : 1));
        }
    }
    const SeriesQuery query { {}, kHour, { kHour.millis + 3'000'000 }, 30, std::chrono::minutes { 5 } };
    SeriesBuilder builder { query };
    builder.add(samples);
    const auto points = builder.finish();
    ASSERT_EQ(points.size(), 20U);
    std::size_t gaps = 0;
    double highest = 0;
    std::uint32_t count = 0;
    for (const SeriesPoint& point : points) {
        gaps += point.gap_before ? 1 : 0;
        highest = std::max(highest, point.max);
        count += point.count;
    }
    EXPECT_EQ(gaps, 1U);
    EXPECT_TRUE(points[10].gap_before);
    EXPECT_EQ(highest, 1000);
    EXPECT_EQ(count, samples.size());
}

}
}
