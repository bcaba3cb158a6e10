// SPDX-License-Identifier: Apache-2.0
#include "client/replica/sample_cache.h"

#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

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

}
}
