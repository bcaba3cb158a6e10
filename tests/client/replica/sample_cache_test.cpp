// SPDX-License-Identifier: Apache-2.0
#include "client/replica/sample_cache.h"

#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

#include <cmath>

namespace watchfloor {
namespace {

const ResourceId kDisk { "disk" };
constexpr Millis kHour { 3'600'000 };
constexpr Millis kStep { 10'000 };
const Timestamp kStart { 1'790'000'000'000 };

class SampleCacheTest : public testing::Test {
protected:
    SampleCacheTest()
    {
        transport_.answer
            = [](const HttpRequest&) { return HttpResponse { .status = 200, .body = to_json_text(SeriesAnswer {}) }; };
    }

    const SampleSeries& ask(Timestamp now, Millis span)
    {
        const SampleSeries& series = cache_.series(kDisk, now - span, now, "main");
        transport_.poll();
        return series;
    }

    // A console that draws this stretch while samples come in.
    void watch(Timestamp from, Timestamp to, Millis span)
    {
        for (Timestamp now = from; now < to; now = now + kStep) {
            ask(now, span);
            cache_.take({ { { .at = now, .resource = kDisk, .value_milli = 1000 } } });
        }
    }

    FakeTransport transport_;
    SampleCache cache_ { transport_ };
};

TEST_F(SampleCacheTest, AMonthOfSamplesTakesNoMoreThanWhatIsLookedAt)
{
    const Timestamp end = kStart + 720 * kHour;
    watch(kStart, end, kHour);
    const SampleSeries& series = ask(end, kHour);
    EXPECT_LE(series.size(), 2U * 361);
    EXPECT_LE(series.at(0).at, end - kHour);
    EXPECT_EQ(transport_.sent.size(), 1U) << "what is at hand is not asked for again";
}

TEST_F(SampleCacheTest, TheLongestStretchLookedAtStays)
{
    const Timestamp middle = kStart + 8 * kHour;
    watch(kStart, middle, 6 * kHour);
    const Timestamp end = middle + 24 * kHour;
    watch(middle, end, kHour);
    EXPECT_LE(ask(end, 6 * kHour).at(0).at, end - 6 * kHour);
    EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(SampleCacheTest, AnEarlierStretchIsAskedForAfterItWasDropped)
{
    watch(kStart, kStart + 24 * kHour, kHour);
    ask(kStart + 24 * kHour, 12 * kHour);
    EXPECT_EQ(transport_.sent.size(), 2U);
}

// The points of a loaded curve: what a stretch of samples comes to, whole.
TEST_F(SampleCacheTest, AStretchOfSamplesKeepsItsExtremesAndItsHoles)
{
    SeriesAnswer answer;
    answer.stretches.push_back(
        { .count = 2, .from = kStart, .max_milli = 9000, .mean_milli = 5000, .min_milli = 1000, .to = kStart + kStep });
    answer.stretches.push_back({ .count = 1,
        .from = kStart + 2 * kStep,
        .gap_before = true,
        .max_milli = 8000,
        .mean_milli = 4000,
        .min_milli = 2000,
        .to = kStart + 3 * kStep });
    transport_.answer
        = [&](const HttpRequest&) { return HttpResponse { .status = 200, .body = to_json_text(answer) }; };
    const SampleSeries& series = ask(kStart + kHour, kHour);
    ASSERT_EQ(series.size(), 4U);
    EXPECT_EQ(series.at(0).at, kStart);
    EXPECT_EQ(series.at(0).value, 1);
    EXPECT_EQ(series.at(1).at, kStart + kStep - Millis { 1 });
    EXPECT_EQ(series.at(1).value, 9);
    EXPECT_EQ(series.at(2).at, kStart + 2 * kStep - Millis { 1 });
    EXPECT_FALSE(std::isfinite(series.at(2).value));
    EXPECT_EQ(series.at(3).value, 4) << "one sample is its own mean";
}

TEST_F(SampleCacheTest, WhatTheStreamBroughtIsNewerThanTheAnswer)
{
    SeriesAnswer answer;
    answer.stretches.push_back({ .count = 1, .from = kStart, .mean_milli = 4000, .to = kStart + kStep });
    transport_.answer
        = [&](const HttpRequest&) { return HttpResponse { .status = 200, .body = to_json_text(answer) }; };
    EXPECT_FALSE(cache_.latest(kDisk));
    const SampleSeries& series = cache_.series(kDisk, kStart, kStart + kHour, "main");
    cache_.take({ { { .at = kStart + kHour, .resource = kDisk, .value_milli = 7000 } } });
    transport_.poll();
    ASSERT_EQ(series.size(), 2U) << "the sample that came meanwhile stays, once";
    EXPECT_EQ(series.at(1).value, 7);
    EXPECT_EQ(cache_.latest(kDisk)->value_milli, 7000);
    cache_.take({ { { .at = kStart - kStep, .resource = kDisk, .value_milli = 3000 } } });
    EXPECT_EQ(cache_.latest(kDisk)->value_milli, 3000) << "the stream's word is the last";
}

TEST_F(SampleCacheTest, UntilTheStreamBringsOneTheEndOfTheCurveIsTheLatest)
{
    SeriesAnswer answer;
    answer.stretches.push_back({ .count = 1, .from = kStart, .mean_milli = 4250, .to = kStart + kStep });
    transport_.answer
        = [&](const HttpRequest&) { return HttpResponse { .status = 200, .body = to_json_text(answer) }; };
    ask(kStart + kHour, kHour);
    ASSERT_TRUE(cache_.latest(kDisk));
    EXPECT_EQ(cache_.latest(kDisk)->at, kStart);
    EXPECT_EQ(cache_.latest(kDisk)->value_milli, 4250);
}

// Its samples stopped hours ago: the last hour holds none, and it is known all the same.
TEST_F(SampleCacheTest, WhatWasMeasuredLongAgoIsTheLatestAndInNoCurve)
{
    CapacityAnswer all;
    all.samples.push_back({ .at = kStart, .resource = kDisk, .sample_seq = 7, .value_milli = 210'000 });
    const auto answer = [&](const HttpRequest& request) {
        const bool curve = request.path.find("/samples") != std::string::npos;
        return HttpResponse { .status = 200, .body = curve ? to_json_text(SeriesAnswer {}) : to_json_text(all) };
    };
    transport_.answer = answer;
    cache_.load_latest("main");
    transport_.poll();
    ASSERT_TRUE(cache_.latest(kDisk));
    EXPECT_EQ(cache_.latest(kDisk)->value_milli, 210'000);
    EXPECT_EQ(cache_.latest(kDisk)->at, kStart);
    EXPECT_EQ(ask(kStart + 3 * kHour, kHour).size(), 0U);
    EXPECT_EQ(cache_.latest(kDisk)->at, kStart) << "an empty stretch takes nothing away";
    cache_.take({ { { .at = kStart + 4 * kHour, .resource = kDisk, .sample_seq = 8, .value_milli = 5000 } } });
    cache_.load_latest("main");
    transport_.poll();
    EXPECT_EQ(cache_.latest(kDisk)->value_milli, 5000) << "what the stream brought is newer than the list";
    all.samples[0].sample_seq = 9;
    cache_.load_latest("main");
    transport_.poll();
    EXPECT_EQ(cache_.latest(kDisk)->value_milli, 210'000) << "and the list is newer after a gap";
}

TEST_F(SampleCacheTest, IsAskedForOnceUntilItIsWantedMoreThanAMinuteEarlier)
{
    const auto asked_from = [&](Timestamp from) {
        cache_.series(kDisk, from, kStart + kHour, "main");
        return transport_.sent.size();
    };
    EXPECT_EQ(asked_from(kStart), 1U);
    EXPECT_EQ(asked_from(kStart - kHour), 1U) << "its answer is on its way";
    transport_.poll();
    EXPECT_EQ(asked_from(kStart - Millis { 60'000 }), 1U);
    EXPECT_EQ(asked_from(kStart - Millis { 60'001 }), 2U);
    transport_.poll();
    cache_.refresh();
    EXPECT_EQ(asked_from(kStart), 3U) << "a hole may have come";
    cache_.refresh();
    transport_.poll();
    EXPECT_EQ(asked_from(kStart), 4U) << "and while the last answer was on its way";
    cache_.clear();
    transport_.poll();
    EXPECT_EQ(asked_from(kStart), 5U);
}

TEST_F(SampleCacheTest, ACurveThatIsLoadedAgainHoldsNothingOfTheOneBefore)
{
    SeriesAnswer answer;
    answer.stretches.push_back({ .count = 1, .from = kStart, .mean_milli = 4000, .to = kStart + kStep });
    transport_.answer
        = [&](const HttpRequest&) { return HttpResponse { .status = 200, .body = to_json_text(answer) }; };
    ask(kStart + kHour, kHour);
    answer.stretches[0].from = kStart + kStep;
    cache_.refresh();
    const SampleSeries& series = ask(kStart + kHour, kHour);
    ASSERT_EQ(series.size(), 1U);
    EXPECT_EQ(series.at(0).at, kStart + kStep);
}

TEST_F(SampleCacheTest, AnAnswerOnItsWayIsNotForTheNextJournal)
{
    SeriesAnswer answer;
    answer.stretches.push_back({ .count = 1, .from = kStart, .mean_milli = 4000, .to = kStart + kStep });
    transport_.answer
        = [&](const HttpRequest&) { return HttpResponse { .status = 200, .body = to_json_text(answer) }; };
    cache_.series(kDisk, kStart, kStart + kHour, "main");
    cache_.clear();
    transport_.poll();
    EXPECT_FALSE(cache_.latest(kDisk));
}

TEST_F(SampleCacheTest, ACurveIsCutOnlyBeyondTwiceWhatIsLookedAt)
{
    const SampleSeries& series = ask(kStart + kHour, kHour);
    const auto take = [&](Timestamp at) { cache_.take({ { { .at = at, .resource = kDisk, .value_milli = 1000 } } }); };
    take(kStart);
    take(kStart + kHour);
    take(kStart + 2 * kHour);
    EXPECT_EQ(series.size(), 3U) << "exactly twice";
    take(kStart + 2 * kHour + Millis { 1 });
    EXPECT_EQ(series.size(), 2U);
    EXPECT_EQ(series.at(0).at, kStart + 2 * kHour);
}

TEST_F(SampleCacheTest, SamplesNobodyLookedAtAreNotKept)
{
    cache_.take({ { { .at = kStart, .resource = kDisk, .value_milli = 1000 } } });
    EXPECT_EQ(cache_.series(kDisk, kStart - kHour, kStart, "main").size(), 0U);
    EXPECT_EQ(cache_.latest(kDisk)->value_milli, 1000);
}

}
}
