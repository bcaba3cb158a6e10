// SPDX-License-Identifier: Apache-2.0
// What is too little for a thread of its own, and what it waits for.
#include "tests/server/sequencer/fake_round_timer.h"
#include "tests/server/sequencer/pipeline_fixture.h"

namespace watchfloor {
namespace {

class LittleRoundTest : public PipelineTest {
protected:
    using Span = std::chrono::milliseconds;
    static constexpr Span kSlowCommit { 4 };
    static constexpr Span kPatience { 2 }; // for which such a commit is worth waiting

    std::size_t alone_below() const override { return Sequencer::kWorthACommit; }
    RoundTimer* timer() override { return &timer_; }
    void TearDown() override
    {
        timer_.pass(std::chrono::hours { 1 }); // nothing waits for company any more
        PipelineTest::TearDown();
    }

    static Submission of_machine(const std::string& key)
    {
        Submission submission = incident(key);
        submission.bulk = true;
        return submission;
    }

    // A machine was just told, after a commit that took long; what another sent meanwhile is decided, and waits.
    Answer little_round_that_waits(const std::string& time = {})
    {
        Answer first = in_flight(of_machine("first " + time));
        Answer second = submit(of_machine("second " + time));
        const int lookups = gate_->lookups();
        timer_.pass(kSlowCommit);
        gate_->open();
        EXPECT_TRUE(first.get().ok());
        EXPECT_TRUE(eventually([&] { return gate_->lookups() > lookups; }));
        return second;
    }

    FakeRoundTimer timer_;
};

TEST_F(LittleRoundTest, WaitsForAMachineThatWasJustTold)
{
    for (int i = 0; i < 20; ++i) { // one that waited for nobody might be in time now and then
        const std::string time = std::to_string(i);
        const int appends = gate_->appends();
        Answer second = little_round_that_waits(time);
        ASSERT_TRUE(submit(of_machine("first again " + time)).get().ok());
        ASSERT_TRUE(second.get().ok());
        ASSERT_EQ(gate_->appends(), appends + 2) << "the first alone, then both";
    }
}

TEST_F(LittleRoundTest, WaitsForNobodyLongerThanForHalfACommit)
{
    Answer second = little_round_that_waits();
    const int appends = gate_->appends();
    timer_.pass(kPatience - Span { 1 });
    EXPECT_TRUE(waits(second));
    EXPECT_EQ(gate_->appends(), appends) << "its time is not over yet";
    timer_.pass(Span { 1 });
    EXPECT_TRUE(second.get().ok());
}

TEST_F(LittleRoundTest, WaitsForNobodyWhereACommitTakesNoTime)
{
    Answer first = in_flight(of_machine("first"));
    Answer second = submit(of_machine("second"));
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    EXPECT_TRUE(second.get().ok()) << "though the timer stands";
}

TEST_F(LittleRoundTest, StopsThoughItWaitsForAMachine)
{
    Answer second = little_round_that_waits();
    auto stopped = std::async(std::launch::async, [this] { sequencer_.reset(); });
    timer_.pass(kPatience);
    EXPECT_TRUE(second.get().ok());
    stopped.get();
}

TEST_F(LittleRoundTest, WhatCameWhileItWasWrittenSharesTheNext)
{
    Answer first = in_flight(incident("first"));
    const int appends = gate_->appends();
    Answer others[] = { submit(incident("second")), submit(incident("third")), submit(incident("second")) };
    gate_->open();
    EXPECT_EQ(first.get().value().created, "INC-1");
    EXPECT_EQ(others[0].get().value().created, "INC-2");
    EXPECT_EQ(others[1].get().value().created, "INC-3");
    EXPECT_TRUE(others[2].get().value().replayed);
    EXPECT_EQ(gate_->appends(), appends + 1);
    EXPECT_EQ(store_->head(kMain), sequencer_->head());
}

TEST_F(LittleRoundTest, NobodyIsToldBeforeItIsDurable)
{
    Answer first = in_flight(incident("first"));
    EXPECT_TRUE(waits(first));
    EXPECT_EQ(sequencer_->head().seq, 1U) << "only what is durable is published";
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    EXPECT_EQ(store_->head(kMain), sequencer_->head());
}

TEST_F(LittleRoundTest, AFailureRefusesItAloneAndLeavesNothingBehind)
{
    Answer first = in_flight(incident("first"));
    Answer second = submit(incident("second"));
    gate_->fail_next();
    gate_->open();
    const auto refused = first.get();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    const auto kept = second.get();
    ASSERT_TRUE(kept.ok()) << "it was decided once the failure was known: " << kept.error().message;
    EXPECT_EQ(kept.value().created, "INC-1");
    EXPECT_EQ(store_->head(kMain), sequencer_->head());
}

TEST_F(LittleRoundTest, MuchIsDecidedWhileTheDiskWorks)
{
    constexpr int kWaiting = 3 * static_cast<int>(Sequencer::kWorthACommit);
    Answer first = in_flight(incident("first"));
    const int appends = gate_->appends();
    const int lookups = gate_->lookups();
    std::vector<Answer> others = submit_many(kWaiting);
    gate_->let_append();
    EXPECT_TRUE(first.get().ok());
    ASSERT_TRUE(eventually([&] { return gate_->appends() > appends; }));
    EXPECT_TRUE(eventually([&] { return gate_->lookups() == lookups + kWaiting; })) << "the disk holds up the deciding";
    EXPECT_EQ(gate_->appends(), appends + 1);
    gate_->open();
    for (Answer& other : others) {
        EXPECT_TRUE(other.get().ok());
    }
}

TEST_F(LittleRoundTest, DecidesNothingOnAVersionThatHoldsWhatIsBeingErased)
{
    ASSERT_TRUE(sequencer_->execute(incident("a name nobody may keep")).ok());
    Answer erased = in_flight(erasure_of(sequencer_->head().seq));
    Answer next = submit(incident("next"));
    gate_->open();
    ASSERT_TRUE(erased.get().ok());
    ASSERT_TRUE(next.get().ok());
    EXPECT_TRUE(sequencer_->state()->incidents.find(IncidentId { "INC-1" })->title.empty());
    EXPECT_EQ(sequencer_->state()->incidents.find(IncidentId { "INC-2" })->title, "next");
}

TEST_F(LittleRoundTest, FinishesWhatIsWrittenAndWhatIsQueuedBeforeItStops)
{
    Answer first = in_flight(incident("first"));
    Answer second = submit(incident("second"));
    auto stopped = std::async(std::launch::async, [this] { sequencer_.reset(); });
    EXPECT_TRUE(waits(first) && waits(second));
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    EXPECT_TRUE(second.get().ok());
    stopped.get();
}

}
}
