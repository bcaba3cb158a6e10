// SPDX-License-Identifier: Apache-2.0
#include "client/replica/real_room.h"

#include "tests/support/fake_transport.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class RealRoomTest : public testing::Test {
protected:
    RealRoomTest()
    {
        transport_.answer = [this](const HttpRequest&) {
            HttpResponse response;
            response.status = status_;
            response.body = R"({"alerts_firing":3,"incidents_open":1,"seq":9,"worst":"critical"})";
            return response;
        };
    }

    // A frame a second, as the clock draws them.
    void pass(int seconds)
    {
        for (int i = 0; i < seconds; ++i) {
            now_ = now_ + Millis { 1'000 };
            room_.update(now_);
            transport_.poll();
        }
    }

    int status_ = 200;
    Timestamp now_ { 1'000'000 };
    FakeTransport transport_;
    RealRoom room_ { transport_ };
};

TEST_F(RealRoomTest, TellsWhatTheMainJournalsRoomLooksLike)
{
    room_.update(now_);
    EXPECT_TRUE(room_.awaited(now_));
    EXPECT_FALSE(room_.summary(now_).has_value());
    transport_.poll();
    ASSERT_EQ(transport_.sent.size(), 1U);
    EXPECT_EQ(transport_.sent[0].path, "/api/v1/summary?journal=main");
    const auto summary = room_.summary(now_);
    ASSERT_TRUE(summary.has_value());
    EXPECT_EQ(summary->alerts_firing, 3);
    EXPECT_EQ(summary->incidents_open, 1);
    EXPECT_EQ(summary->worst, AlertSeverity::Critical);
}

TEST_F(RealRoomTest, AsksOnceInFiveSecondsAndNeverTwiceAtOnce)
{
    pass(20);
    EXPECT_EQ(transport_.sent.size(), 4U);
    transport_.answer = nullptr;
    now_ = now_ + Millis { 5'000 };
    room_.update(now_);
    for (int i = 0; i < 30; ++i) {
        now_ = now_ + Millis { 1'000 };
        room_.update(now_); // nobody polls: the answer is under way
    }
    EXPECT_EQ(transport_.sent.size(), 5U);
}

TEST_F(RealRoomTest, AnOldAnswerIsNoAnswer)
{
    pass(1);
    status_ = 503;
    pass(10);
    EXPECT_TRUE(room_.summary(now_).has_value());
    pass(10);
    EXPECT_FALSE(room_.summary(now_).has_value());
    EXPECT_FALSE(room_.awaited(now_));
    status_ = 200;
    pass(6);
    EXPECT_TRUE(room_.summary(now_).has_value());
}

TEST_F(RealRoomTest, WhereTheServerCannotSayItIsNotAwaitedForEver)
{
    status_ = 404;
    pass(1);
    EXPECT_FALSE(room_.summary(now_).has_value());
    EXPECT_FALSE(room_.awaited(now_));
}

TEST_F(RealRoomTest, AnAnswerIsBelievedForFifteenSecondsFromWhenItWasAskedFor)
{
    room_.update(now_);
    const Timestamp asked_at = now_;
    now_ = now_ + Millis { 4'000 };
    room_.update(now_);
    transport_.poll();
    status_ = 503;
    EXPECT_TRUE(room_.summary(asked_at + Millis { 14'999 }));
    EXPECT_FALSE(room_.summary(asked_at + Millis { 15'000 }));
    pass(6);
    EXPECT_TRUE(room_.summary(asked_at + Millis { 14'999 })) << "one that fails takes nothing back";
}

TEST_F(RealRoomTest, AsksAgainAfterFiveSecondsAndNotWhileAnAnswerIsAwaited)
{
    room_.update(now_);
    room_.update(now_ + Millis { 60'000 });
    EXPECT_EQ(transport_.sent.size(), 1U);
    transport_.poll();
    room_.update(now_ + Millis { 4'999 });
    EXPECT_EQ(transport_.sent.size(), 1U);
    room_.update(now_ + Millis { 5'000 });
    EXPECT_EQ(transport_.sent.size(), 2U);
}

TEST_F(RealRoomTest, TheNextExerciseBeginsWithNothingAndAsksAtOnce)
{
    pass(1);
    now_ = now_ + Millis { 5'000 };
    room_.update(now_);
    room_.clear();
    transport_.poll();
    EXPECT_FALSE(room_.summary(now_)) << "neither what was known nor what was on its way";
    room_.update(now_);
    EXPECT_EQ(transport_.sent.size(), 3U);
    EXPECT_TRUE(room_.awaited(now_ + Millis { 14'999 }));
    EXPECT_FALSE(room_.awaited(now_ + Millis { 15'000 }));
}

}
}
