// SPDX-License-Identifier: Apache-2.0
#include "client/frame/frame_schedule.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::milliseconds;

class FrameScheduleTest : public testing::Test {
protected:
    void draw(bool input_left = false)
    {
        schedule_.begin_frame(now_);
        schedule_.end_frame(now_, input_left, milliseconds { 1000 });
    }

    FrameSchedule schedule_;
    FrameSchedule::Instant now_ { std::chrono::hours { 1 } };
};

TEST_F(FrameScheduleTest, DrawsNothingBetweenTicks)
{
    draw();
    int frames = 0;
    for (int step = 0; step < 10'000; step += 10) {
        now_ += milliseconds { 10 };
        if (schedule_.due(now_)) {
            draw();
            ++frames;
        }
    }
    EXPECT_EQ(frames, 10) << "ten seconds, ten clock ticks, nothing else";
}

TEST_F(FrameScheduleTest, SleepsUntilTheTickAndForeverWithoutOne)
{
    draw();
    EXPECT_EQ(schedule_.wait(now_ + milliseconds { 300 }), milliseconds { 700 });
    schedule_.set_ticking(false);
    EXPECT_FALSE(schedule_.wait(now_).has_value());
}

TEST_F(FrameScheduleTest, GivesInputThreeFramesToSettle)
{
    draw();
    schedule_.input_arrived();
    int frames = 0;
    while (schedule_.due(now_)) {
        draw();
        ++frames;
    }
    EXPECT_EQ(frames, FrameSchedule::kSettleFrames);
}

TEST_F(FrameScheduleTest, AsksAgainWhileImguiHoldsInput)
{
    draw(true);
    EXPECT_TRUE(schedule_.due(now_));
    draw(false);
    EXPECT_FALSE(schedule_.due(now_));
}

TEST_F(FrameScheduleTest, KeepsARequestMadeWhileDrawing)
{
    schedule_.begin_frame(now_);
    schedule_.request();
    schedule_.end_frame(now_, false, milliseconds { 1000 });
    EXPECT_TRUE(schedule_.due(now_));
}

TEST_F(FrameScheduleTest, HiddenDrawsNothingAndComingBackDrawsAtOnce)
{
    draw();
    schedule_.set_hidden(true);
    schedule_.request();
    schedule_.input_arrived();
    now_ += std::chrono::minutes { 5 };
    EXPECT_FALSE(schedule_.due(now_));
    EXPECT_FALSE(schedule_.wait(now_).has_value());
    schedule_.set_hidden(false);
    EXPECT_TRUE(schedule_.due(now_));
}

// A call must sound in a tab behind others, and a storm must not keep such a tab busy.
TEST_F(FrameScheduleTest, WhatIsHiddenTakesWhatArrivesAndIsToldOfTheTime)
{
    draw();
    schedule_.request();
    EXPECT_FALSE(schedule_.unseen_wait(now_).has_value()) << "what is seen is drawn";
    schedule_.set_hidden(true);
    EXPECT_EQ(schedule_.unseen_wait(now_), milliseconds { 0 });
    schedule_.took_unseen(now_);
    EXPECT_EQ(schedule_.unseen_wait(now_), FrameSchedule::kUnseenTick);
    schedule_.request();
    EXPECT_EQ(schedule_.unseen_wait(now_), FrameSchedule::kUnseenApart);
    now_ += FrameSchedule::kUnseenApart;
    EXPECT_EQ(schedule_.unseen_wait(now_), milliseconds { 0 });
    schedule_.took_unseen(now_);
    now_ += std::chrono::minutes { 5 };
    EXPECT_EQ(schedule_.unseen_wait(now_), milliseconds { 0 });
    EXPECT_FALSE(schedule_.due(now_));
    schedule_.set_hidden(false);
    EXPECT_TRUE(schedule_.due(now_));
}

TEST_F(FrameScheduleTest, TakesTheEarliestDeadlineOnce)
{
    draw();
    schedule_.set_ticking(false);
    schedule_.request_at(now_ + milliseconds { 500 });
    schedule_.request_at(now_ + milliseconds { 200 });
    schedule_.request_at(now_ + milliseconds { 400 });
    EXPECT_EQ(schedule_.wait(now_), milliseconds { 200 });
    now_ += milliseconds { 200 };
    EXPECT_TRUE(schedule_.due(now_));
    draw();
    EXPECT_FALSE(schedule_.due(now_ + milliseconds { 500 }));
}

TEST_F(FrameScheduleTest, BlinksTheCaretOnlyWhileTextIsTyped)
{
    draw();
    schedule_.set_caret(true);
    EXPECT_EQ(schedule_.wait(now_), FrameSchedule::kCaretBlink);
    schedule_.set_caret(false);
    EXPECT_EQ(schedule_.wait(now_), milliseconds { 1000 });
}

TEST_F(FrameScheduleTest, WhatMayWaitIsDrawnWithTheTickAndAtOnceWithoutOne)
{
    draw();
    schedule_.request_by_tick();
    EXPECT_EQ(schedule_.wait(now_), milliseconds { 1000 });
    schedule_.set_ticking(false);
    schedule_.request_by_tick();
    EXPECT_TRUE(schedule_.due(now_));
}

TEST_F(FrameScheduleTest, CountsFrames)
{
    draw();
    draw();
    EXPECT_EQ(schedule_.frames_drawn(), 2U);
}

TEST_F(FrameScheduleTest, WaitsForWhateverComesFirst)
{
    draw();
    schedule_.request_at(now_ + milliseconds { 700 });
    EXPECT_EQ(schedule_.wait(now_), milliseconds { 700 });
    schedule_.set_caret(true);
    EXPECT_EQ(schedule_.wait(now_), milliseconds { 400 }) << "the caret";
    schedule_.set_caret(false);
    schedule_.begin_frame(now_);
    schedule_.end_frame(now_, false, milliseconds { 300 });
    EXPECT_EQ(schedule_.wait(now_), milliseconds { 300 }) << "the tick";
    EXPECT_EQ(schedule_.wait(now_ + milliseconds { 300 }), milliseconds { 0 });
    EXPECT_EQ(schedule_.wait(now_ + std::chrono::microseconds { 299'500 }), milliseconds { 1 })
        << "never a moment too early";
}

TEST_F(FrameScheduleTest, EachReasonIsDueAtItsInstantAndNotBefore)
{
    draw();
    EXPECT_FALSE(schedule_.due(now_ + milliseconds { 999 }));
    EXPECT_TRUE(schedule_.due(now_ + milliseconds { 1000 }));
    schedule_.set_ticking(false);
    EXPECT_FALSE(schedule_.due(now_ + milliseconds { 1000 }));
    schedule_.set_caret(true);
    EXPECT_FALSE(schedule_.due(now_ + milliseconds { 399 }));
    EXPECT_TRUE(schedule_.due(now_ + milliseconds { 400 }));
    schedule_.set_caret(false);
    schedule_.request_at(now_ + milliseconds { 50 });
    EXPECT_FALSE(schedule_.due(now_ + milliseconds { 49 }));
    EXPECT_TRUE(schedule_.due(now_ + milliseconds { 50 }));
}

TEST_F(FrameScheduleTest, AFrameBeforeItsDeadlineLeavesItStanding)
{
    schedule_.set_ticking(false);
    schedule_.request_at(now_ + milliseconds { 50 });
    draw();
    EXPECT_EQ(schedule_.wait(now_), milliseconds { 50 });
    now_ += milliseconds { 50 };
    draw();
    EXPECT_FALSE(schedule_.wait(now_).has_value());
}

TEST_F(FrameScheduleTest, HidingAsksForNothingAndShowingWhatIsShownNeither)
{
    draw();
    schedule_.set_hidden(false);
    EXPECT_FALSE(schedule_.due(now_));
    schedule_.set_hidden(true);
    EXPECT_TRUE(schedule_.hidden());
    draw();
    schedule_.set_hidden(true);
    schedule_.set_hidden(false);
    EXPECT_TRUE(schedule_.due(now_));
}

TEST_F(FrameScheduleTest, AnotherInputBeginsTheSettlingAnew)
{
    draw();
    schedule_.input_arrived();
    draw();
    schedule_.input_arrived();
    int frames = 0;
    for (; schedule_.due(now_); ++frames) {
        draw();
    }
    EXPECT_EQ(frames, FrameSchedule::kSettleFrames);
}

}
}
