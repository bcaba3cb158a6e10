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

TEST(SampleBlockTest, HoldsEachInstantOfItsHourOnce)
{
    const auto block = [](const std::vector<Sample>& samples) {
        return decode_block(kHour, encode_block(kHour, samples)).has_value();
    };
    EXPECT_TRUE(block({}));
    EXPECT_TRUE(block({ { { kHour.millis + kHourMillis - 1 }, 1 } }));
    EXPECT_FALSE(block({ { { kHour.millis + kHourMillis }, 1 } })) << "of the next hour";
    EXPECT_FALSE(block({ at(1, 1), at(1, 1) }));
    EXPECT_FALSE(block({ { kHour, 1, static_cast<SampleQuality>(3) } }));
    EXPECT_FALSE(block({ { kHour, std::nan("") } }));
}

TEST(SampleBlockTest, ItsHashNamesResourceHourAndEveryByte)
{
    const Digest hash = block_hash(ResourceId { "a" }, kHour, "bytes");
    EXPECT_EQ(block_hash(ResourceId { "a" }, kHour, "bytes"), hash);
    EXPECT_NE(block_hash(ResourceId { "b" }, kHour, "bytes"), hash);
    EXPECT_NE(block_hash(ResourceId { "a" }, kHour + Millis { 1 }, "bytes"), hash);
    EXPECT_NE(block_hash(ResourceId { "a" }, kHour, "bytez"), hash);
    EXPECT_NE(block_hash(ResourceId { "a" }, kHour, ""), hash);
}

TEST(SampleBlockTest, NearestRankIsTheSmallestThatNineteenOfTwentyDoNotExceed)
{
    for (const auto& [count, rank] : std::vector<std::pair<int, int>> {
             { 1, 1 }, { 2, 2 }, { 19, 19 }, { 20, 19 }, { 21, 20 }, { 40, 38 }, { 41, 39 } }) {
        std::vector<Sample> samples;
        for (int i = count; i >= 1; --i) {
            samples.push_back(at(count - i, i));
        }
        EXPECT_EQ(roll_up(samples).p95, rank) << count;
    }
}

TEST(SampleBlockTest, MergesRollUpsByTheirWeights)
{
    const RollUp a { { 10 }, { 20 }, 3, -1, 5, 2, 4 };
    const RollUp b { { 5 }, { 30 }, 1, 0, 9, 6, 8 };
    for (const RollUp& merged : { merge(a, b), merge(b, a) }) {
        EXPECT_EQ(merged.first, Timestamp { 5 });
        EXPECT_EQ(merged.last, Timestamp { 30 });
        EXPECT_EQ(merged.count, 4U);
        EXPECT_EQ(merged.min, -1);
        EXPECT_EQ(merged.max, 9);
        EXPECT_NEAR(merged.mean, 3, 1e-12);
        EXPECT_EQ(merged.p95, 8);
    }
    const auto back = decode_roll_ups(encode_roll_ups(std::vector { a, b }));
    ASSERT_TRUE(back && back->size() == 2);
    EXPECT_EQ((*back)[1].first, b.first);
    EXPECT_EQ((*back)[1].last, b.last);
    EXPECT_EQ((*back)[1].count, b.count);
    EXPECT_EQ((*back)[1].min, b.min);
    EXPECT_EQ((*back)[1].max, b.max);
    EXPECT_EQ((*back)[1].mean, b.mean);
    EXPECT_EQ((*back)[1].p95, b.p95);
    EXPECT_FALSE(decode_roll_ups(encode_roll_ups(std::vector { a }).substr(1)));
}

TEST(SampleBlockTest, AMinuteEndsWhereTheNextBegins)
{
    const std::vector<Sample> samples { at(0, 1), { { kHour.millis + kMinuteMillis - 1 }, 2 },
        { { kHour.millis + kMinuteMillis }, 3 }, at(200, 4) };
    const auto minutes = roll_up_by(samples, kMinuteMillis);
    ASSERT_EQ(minutes.size(), 3U);
    EXPECT_EQ(minutes[0].count, 2U);
    EXPECT_EQ(minutes[1].first, samples[2].at);
    EXPECT_EQ(minutes[2].max, 4);
}

std::vector<SeriesPoint> reduced(const std::vector<Sample>& samples, const SeriesQuery& query)
{
    SeriesBuilder builder { query };
    builder.add(samples);
    return builder.finish();
}

TEST(SeriesBuilderTest, TakesItsBeginningAndNotItsEnd)
{
    const SeriesQuery query { {}, { kHour.millis + 1'000 }, { kHour.millis + 4'000 }, 3 };
    const auto points = reduced({ at(0, 9), at(1, 1), at(2, 2), at(3, 3), at(4, 9) }, query);
    ASSERT_EQ(points.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(points[i].from, Timestamp { kHour.millis + 1'000 + static_cast<std::int64_t>(i) * 1'000 });
        EXPECT_EQ(points[i].max, static_cast<double>(i + 1));
        EXPECT_EQ(points[i].count, 1U);
    }
}

TEST(SeriesBuilderTest, NeverMakesMorePointsThanAskedFor)
{
    std::vector<Sample> samples;
    for (int i = 0; i < 100; ++i) {
        samples.push_back({ { kHour.millis + i }, 1 });
    }
    for (std::size_t points = 1; points <= 100; ++points) {
        const auto found = reduced(samples, { {}, kHour, { kHour.millis + 100 }, points });
        EXPECT_LE(found.size(), points);
        EXPECT_GE(2 * found.size(), points) << "nor needlessly few";
    }
    EXPECT_EQ(reduced(samples, { {}, kHour, { kHour.millis + 100 }, 100 }).size(), 100U);
}

TEST(SeriesBuilderTest, AGapIsLongerThanWhatWasAskedAndThanAStretch)
{
    const auto gap_after = [](std::int64_t silence, Millis gap, std::size_t points) {
        const Timestamp next { kHour.millis + silence };
        const auto found
            = reduced({ { kHour, 1 }, { next, 1 } }, { {}, kHour, { kHour.millis + 1'000'000 }, points, gap });
        EXPECT_EQ(found.size(), 2U);
        EXPECT_FALSE(found.front().gap_before) << "nothing came before";
        return found.back().gap_before;
    };
    EXPECT_FALSE(gap_after(300'000, Millis { 300'000 }, 100));
    EXPECT_TRUE(gap_after(300'001, Millis { 300'000 }, 100));
    EXPECT_FALSE(gap_after(100'000, Millis { 1 }, 10));
    EXPECT_TRUE(gap_after(100'001, Millis { 1 }, 10));
}

TEST(SeriesBuilderTest, APartThatBeganBeforeBelongsToTheFirstStretch)
{
    const SeriesQuery query { {}, kHour, { kHour.millis + 4'000 }, 4 };
    SeriesBuilder builder { query };
    builder.add(RollUp { { kHour.millis - 5'000 }, { kHour.millis + 500 }, 2, 1, 2, 1.5, 2 });
    builder.add(RollUp { { kHour.millis + 900 }, { kHour.millis + 999 }, 1, 7, 7, 7, 7 });
    builder.add(RollUp { { kHour.millis + 1'000 }, { kHour.millis + 1'001 }, 1, 3, 3, 3, 3 });
    const auto points = builder.finish();
    ASSERT_EQ(points.size(), 2U);
    EXPECT_EQ(points[0].count, 3U);
    EXPECT_EQ(points[0].from, Timestamp { kHour.millis - 5'000 });
    EXPECT_EQ(points[0].to, Timestamp { kHour.millis + 999 });
    EXPECT_EQ(points[0].max, 7);
    EXPECT_EQ(points[1].min, 3);
}

}
}
