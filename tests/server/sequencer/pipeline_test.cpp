// SPDX-License-Identifier: Apache-2.0
// What is decided while the batch before it is on its way to disk.
#include "tests/server/sequencer/pipeline_fixture.h"

namespace watchfloor {
namespace {

TEST_F(PipelineTest, DecidesTheNextBatchWhileTheDiskWorksAndTellsNobodyBeforeItIsDurable)
{
    Answer first = in_flight(incident("first"));
    Answer second = decided(incident("second"));
    EXPECT_TRUE(waits(first) && waits(second));
    EXPECT_EQ(sequencer_->head().seq, 1U) << "only what is durable is published";
    EXPECT_TRUE(sequencer_->state()->incidents.empty());
    gate_->open();
    const auto one = first.get();
    const auto two = second.get();
    ASSERT_TRUE(one.ok() && two.ok());
    EXPECT_GT(two.value().first_seq, one.value().last_seq);
    EXPECT_EQ(store_->head(kMain), sequencer_->head());
    EXPECT_EQ(sequencer_->state()->incidents.find(IncidentId { "INC-2" })->title, "second");
}

TEST_F(PipelineTest, WhatCameDuringACommitSharesTheNext)
{
    Answer first = in_flight(incident("first"));
    const int appends = gate_->appends();
    Answer others[] = { decided(incident("second")), decided(incident("third")), decided(incident("fourth")) };
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    for (Answer& other : others) {
        EXPECT_TRUE(other.get().ok());
    }
    EXPECT_EQ(gate_->appends(), appends + 1);
}

TEST_F(PipelineTest, ADurableBatchIsToldAndTheNextWrittenWhileManyWaitToBeDecided)
{
    constexpr int kWaiting = 200;
    Answer first = in_flight(incident("first"));
    const int appends = gate_->appends();
    Answer second = decided(incident("second"));
    gate_->hold_lookups();
    std::vector<Answer> others = submit_many(kWaiting);
    gate_->open();
    ASSERT_TRUE(eventually([&] { return gate_->ended_appends() == appends; }));
    const int let = decide_one_by_one(kWaiting, [&] { return !waits(first); });
    EXPECT_FALSE(waits(first)) << "told after " << let << " of " << kWaiting << " were decided";
    gate_->open_lookups();
    EXPECT_TRUE(first.get().ok() && second.get().ok());
    for (Answer& other : others) {
        EXPECT_TRUE(other.get().ok());
    }
    EXPECT_GT(gate_->appends(), appends + 1) << "not all of them go to disk together";
}

TEST_F(PipelineTest, ADiskThatWaitsIsGivenSomethingWhileManyWaitToBeDecided)
{
    constexpr int kWaiting = 200;
    const int appends = gate_->appends();
    const int looked = gate_->lookups();
    gate_->hold_lookups();
    gate_->close();
    std::vector<Answer> answers = submit_many(kWaiting);
    const int let = decide_one_by_one(kWaiting, [&] { return gate_->appends() > appends; });
    EXPECT_GT(gate_->appends(), appends) << "nothing was written when " << let << " of " << kWaiting << " were decided";
    gate_->open_lookups();
    // A disk as fast as none would be given them as they come.
    EXPECT_TRUE(eventually([&] { return gate_->lookups() >= looked + kWaiting; }));
    gate_->open();
    for (Answer& answer : answers) {
        EXPECT_TRUE(answer.get().ok());
    }
    EXPECT_LT(gate_->appends(), appends + kWaiting / 4) << "but not one by one";
}

TEST_F(PipelineTest, RefusesWithAFailedBatchWhatWasDecidedOnIt)
{
    Answer first = in_flight(incident("first"));
    Answer second = decided(incident("second"));
    gate_->fail_next();
    gate_->open();
    for (Answer* answer : { &first, &second }) {
        const auto refused = answer->get();
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    }
    EXPECT_EQ(sequencer_->head().seq, 1U);
    EXPECT_TRUE(sequencer_->state()->incidents.empty());
    const auto again = sequencer_->execute(incident("second"));
    ASSERT_TRUE(again.ok()) << "what failed left nothing behind: " << again.error().message;
    EXPECT_FALSE(again.value().replayed);
    EXPECT_EQ(again.value().created, "INC-1");
    EXPECT_EQ(store_->head(kMain), sequencer_->head());
}

TEST_F(PipelineTest, AnswersARepeatOfWhatIsInFlightFromItsRecord)
{
    Answer first = in_flight(incident("first"));
    Answer repeat = submit(incident("first"));
    Answer other = decided(incident("other")); // behind the repeat
    EXPECT_TRUE(waits(repeat));
    gate_->open();
    const auto one = first.get();
    const auto two = repeat.get();
    ASSERT_TRUE(one.ok() && two.ok() && other.get().ok());
    EXPECT_TRUE(two.value().replayed);
    EXPECT_EQ(two.value().first_seq, one.value().first_seq);
    EXPECT_EQ(sequencer_->state()->incidents.size(), 2U);
}

TEST_F(PipelineTest, DecidesARepeatAnewAfterTheFirstFailed)
{
    Answer first = in_flight(incident("first"));
    Answer repeat = submit(incident("first"));
    Answer other = decided(incident("other"));
    gate_->fail_next();
    gate_->open();
    EXPECT_FALSE(first.get().ok());
    EXPECT_FALSE(other.get().ok());
    const auto again = repeat.get();
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_FALSE(again.value().replayed);
    EXPECT_EQ(sequencer_->state()->incidents.size(), 1U);
}

TEST_F(PipelineTest, RefusesAKeyThatTheBatchInFlightTakes)
{
    Answer first = in_flight(sealed_hour());
    Answer second = decided(sealed_hour());
    Answer third = decided(incident("third"));
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    EXPECT_TRUE(third.get().ok()) << "before the disk refuses all that share its batch";
    const auto refused = second.get();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
}

TEST_F(PipelineTest, ARepeatThatChangesNothingIsAnsweredAfterWhatItRepeatsIsDurable)
{
    Submission source;
    source.command = SetSource { { SourceId { "probe" }, SourceKind::Json, "", 0, false, {} } };
    source.actor.user = UserId { "system" };
    source.actor.system = true;
    ASSERT_TRUE(sequencer_->execute(source).ok());
    Submission report;
    AlertReport alert;
    alert.labels = { { "alertname", "DiskFull" } };
    alert.started_at = clock_.now();
    report.command = ReportAlerts { SourceId { "probe" }, { alert } };
    report.actor.user = UserId { "probe" };
    report.actor.system = true;
    report.bulk = true;
    Answer first = in_flight(report);
    Answer repeat = submit(report);
    Answer mark = decided(incident("mark"));
    EXPECT_TRUE(waits(first) && waits(repeat));
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    const auto told = repeat.get();
    ASSERT_TRUE(told.ok());
    EXPECT_EQ(told.value().duplicates, 1);
    EXPECT_TRUE(mark.get().ok());
}

TEST_F(PipelineTest, DecidesNothingOnAVersionThatHoldsWhatIsBeingErased)
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

// The disk is given an erasure as soon as the batch before it is there: the thread that decides hears of both at once.
TEST_F(PipelineTest, DecidesNothingOnAnErasureThatFollowedABatchToDiskAtOnce)
{
    ASSERT_TRUE(sequencer_->execute(incident("a name nobody may keep")).ok());
    const std::uint64_t seq = sequencer_->head().seq;
    Answer first = in_flight(incident("first"));
    Answer erased = decided(erasure_of(seq));
    Answer next = submit(incident("next"));
    const int appends = gate_->appends();
    gate_->let_append();
    ASSERT_TRUE(first.get().ok());
    ASSERT_TRUE(eventually([&] { return gate_->appends() > appends; }));
    EXPECT_TRUE(waits(erased) && waits(next));
    gate_->open();
    ASSERT_TRUE(erased.get().ok());
    ASSERT_TRUE(next.get().ok());
    EXPECT_TRUE(sequencer_->state()->incidents.find(IncidentId { "INC-1" })->title.empty());
    EXPECT_EQ(sequencer_->state()->incidents.find(IncidentId { "INC-3" })->title, "next");
}

TEST_F(PipelineTest, FinishesWhatIsInFlightAndDecidedBeforeItStops)
{
    Answer first = in_flight(incident("first"));
    Answer second = decided(incident("second"));
    auto stopped = std::async(std::launch::async, [this] { sequencer_.reset(); });
    EXPECT_TRUE(waits(first) && waits(second));
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    EXPECT_TRUE(second.get().ok());
    stopped.get();
}

TEST_F(PipelineTest, RefusesAKeyThatTheSameBatchTookAlready)
{
    Answer first = in_flight(incident("first"));
    Answer second = decided(sealed_hour());
    Answer third = decided(sealed_hour());
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    EXPECT_TRUE(second.get().ok());
    const auto refused = third.get();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
}

TEST_F(PipelineTest, AKeyThatIsTakenRefusesItsOwnCommandOnly)
{
    ASSERT_TRUE(sequencer_->execute(sealed_hour()).ok());
    Answer first = in_flight(incident("first"));
    Answer second = decided(sealed_hour());
    Answer third = decided(incident("third"));
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    EXPECT_TRUE(third.get().ok());
    EXPECT_EQ(second.get().error().code, ErrorCode::Conflict);
}

TEST_F(PipelineTest, WhatWroteNothingStandsThoughItsBatchFails)
{
    const auto done = sequencer_->execute(incident("done"));
    ASSERT_TRUE(done.ok());
    Submission unknown = incident("unknown");
    AddNote note;
    note.incident = IncidentId { "INC-99" };
    note.text = "words";
    unknown.command = note;
    Answer first = in_flight(incident("first"));
    Answer repeat = decided(incident("done"));
    Answer refused = decided(unknown);
    Answer lost = decided(incident("lost"));
    gate_->fail_next();
    gate_->open();
    EXPECT_EQ(first.get().error().code, ErrorCode::Unavailable);
    EXPECT_EQ(lost.get().error().code, ErrorCode::Unavailable);
    EXPECT_EQ(refused.get().error().code, ErrorCode::NotFound);
    const auto replayed = repeat.get();
    ASSERT_TRUE(replayed.ok());
    EXPECT_EQ(replayed.value().first_seq, done.value().first_seq);
}

TEST_F(PipelineTest, FillsABatchToItsLimitAndNoFurther)
{
    constexpr int kWaiting = static_cast<int>(Sequencer::kMaxBatchEntries) + 50;
    Answer first = in_flight(incident("first"));
    const int appends = gate_->appends();
    const int lookups = gate_->lookups();
    std::vector<Answer> others = submit_many(kWaiting);
    ASSERT_TRUE(
        eventually([&] { return gate_->lookups() >= lookups + static_cast<int>(Sequencer::kMaxBatchEntries); }));
    gate_->open();
    EXPECT_TRUE(first.get().ok());
    for (Answer& other : others) {
        EXPECT_TRUE(other.get().ok());
    }
    EXPECT_EQ(gate_->largest_append(), Sequencer::kMaxBatchEntries);
    EXPECT_GE(gate_->appends(), appends + 2);
}

TEST_F(PipelineTest, RefusesWhatIsMoreThanMayWait)
{
    gate_->hold_lookups();
    Answer held = submit(incident("held"));
    ASSERT_TRUE(eventually([&] { return gate_->lookups() > 0; }));
    std::atomic<int> refused { 0 };
    std::atomic<std::size_t> decided { 0 };
    Submission cheap;
    cheap.command = AddNote {}; // of no incident
    const auto queue = [&](bool bulk) {
        cheap.bulk = bulk;
        sequencer_->submit(cheap, [&](const Result<Outcome>& outcome) {
            const bool unavailable = outcome.error().code == ErrorCode::Unavailable;
            refused += unavailable ? 1 : 0;
            decided += unavailable ? 0U : 1U;
        });
    };
    for (std::size_t i = 0; i < Sequencer::kMaxQueued; ++i) {
        queue(i % 2 == 0);
    }
    EXPECT_EQ(refused, 0);
    queue(true);
    queue(false);
    EXPECT_EQ(refused, 2) << "at once, without waiting";
    gate_->open_lookups();
    EXPECT_TRUE(held.get().ok());
    EXPECT_TRUE(eventually([&] { return decided == Sequencer::kMaxQueued; }));
}

TEST_F(PipelineTest, AnswersSeveralRepeatsInTheOrderTheyCameIn)
{
    std::mutex mutex;
    std::vector<int> order;
    Answer first = in_flight(incident("first"));
    for (int i = 0; i < 5; ++i) {
        sequencer_->submit(incident("first"), [&, i](const Result<Outcome>& outcome) {
            const std::scoped_lock lock { mutex };
            order.push_back(outcome.ok() && outcome.value().replayed ? i : -1);
        });
    }
    Answer mark = decided(incident("mark"));
    gate_->open();
    EXPECT_TRUE(first.get().ok() && mark.get().ok());
    EXPECT_TRUE(eventually([&] {
        const std::scoped_lock lock { mutex };
        return order.size() == 5;
    }));
    const std::scoped_lock lock { mutex };
    EXPECT_EQ(order, (std::vector { 0, 1, 2, 3, 4 }));
}

}
}
