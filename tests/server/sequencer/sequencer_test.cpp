// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/sequencer.h"

#include "server/journal/sqlite_store.h"
#include "server/sequencer/fold.h"
#include "shared/wire/state_codec.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <utility>

namespace watchfloor {
namespace {

const JournalId kJournal { "main" };

class SequencerTest : public testing::Test {
protected:
    void SetUp() override { open(); }

    void open()
    {
        sequencer_.reset();
        store_.reset();
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        ASSERT_TRUE(store.ok()) << store.error().message;
        store_ = std::move(store).value();
        auto sequencer = Sequencer::open(*store_, kJournal, JournalPurpose::Main, clock_);
        ASSERT_TRUE(sequencer.ok()) << sequencer.error().message;
        sequencer_ = std::move(sequencer).value();
    }

    static Submission of(Command command)
    {
        Submission submission;
        submission.command = std::move(command);
        submission.actor.user = UserId { "ada" };
        submission.actor.roles = { SystemRole::Resolver, SystemRole::IncidentManager };
        return submission;
    }

    static LogIncident incident(std::string title)
    {
        LogIncident log;
        log.title = std::move(title);
        return log;
    }

    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> sequencer_;
};

TEST_F(SequencerTest, BeginsAJournalWithItsGenesisEntry)
{
    EXPECT_EQ(sequencer_->head().seq, 1U);
    EXPECT_EQ(sequencer_->state()->journal, kJournal);
    EXPECT_EQ(sequencer_->journal_identity().size(), 64U);
}

TEST_F(SequencerTest, NumbersIncidentsWithoutAGapUnderManyWriters)
{
    constexpr int kWriters = 8;
    constexpr int kEach = 25;
    std::vector<std::thread> writers;
    std::atomic<int> refused = 0;
    for (int writer = 0; writer < kWriters; ++writer) {
        writers.emplace_back([&] {
            for (int i = 0; i < kEach; ++i) {
                refused += sequencer_->execute(of(incident("something is wrong"))).ok() ? 0 : 1;
            }
        });
    }
    for (std::thread& writer : writers) {
        writer.join();
    }
    EXPECT_EQ(refused, 0);
    const auto state = sequencer_->state();
    EXPECT_EQ(state->incidents.size(), static_cast<std::size_t>(kWriters * kEach));
    for (int number = 1; number <= kWriters * kEach; ++number) {
        EXPECT_TRUE(state->incidents.contains(IncidentId { "INC-" + std::to_string(number) })) << number;
    }
}

TEST_F(SequencerTest, FoldsToTheSameStateAfterARestart)
{
    ASSERT_TRUE(sequencer_->execute(of(incident("first"))).ok());
    AddNote note;
    note.incident = IncidentId { "INC-1" };
    note.text = "words";
    ASSERT_TRUE(sequencer_->execute(of(note)).ok());
    const Digest before = state_digest(*sequencer_->state());
    const JournalHead head = sequencer_->head();
    open();
    EXPECT_EQ(sequencer_->head(), head);
    EXPECT_EQ(to_hex(as_view(state_digest(*sequencer_->state()))), to_hex(as_view(before)));
}

TEST_F(SequencerTest, WritesNothingForARefusedCommand)
{
    const JournalHead head = sequencer_->head();
    AddNote note;
    note.incident = IncidentId { "INC-99" };
    note.text = "words";
    const auto refused = sequencer_->execute(of(note));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::NotFound);
    EXPECT_EQ(sequencer_->head(), head);
}

TEST_F(SequencerTest, AnswersARepeatFromTheRecordAndRefusesAnotherRequestUnderItsKey)
{
    Submission submission = of(incident("once"));
    submission.idempotency = Idempotency { { "ada", "POST /incidents", "key-1" }, sha256("body"), 201 };
    const auto first = sequencer_->execute(submission);
    const auto again = sequencer_->execute(submission);
    ASSERT_TRUE(first.ok() && again.ok());
    EXPECT_FALSE(first.value().replayed);
    EXPECT_TRUE(again.value().replayed);
    EXPECT_EQ(again.value().first_seq, first.value().first_seq);
    EXPECT_EQ(again.value().status, 201);
    EXPECT_EQ(sequencer_->state()->incidents.size(), 1U);

    submission.idempotency->request = sha256("another body");
    const auto other = sequencer_->execute(submission);
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().code, ErrorCode::GateNotMet);
}

TEST_F(SequencerTest, RecordsARepeatOnceWhileTheFirstIsInFlight)
{
    Submission submission = of(incident("once"));
    submission.idempotency = Idempotency { { "ada", "POST /incidents", "key-2" }, sha256("body"), 201 };
    std::vector<std::thread> writers;
    std::atomic<int> good = 0;
    for (int writer = 0; writer < 8; ++writer) {
        writers.emplace_back([&] { good += sequencer_->execute(submission).ok() ? 1 : 0; });
    }
    for (std::thread& writer : writers) {
        writer.join();
    }
    EXPECT_EQ(good, 8);
    EXPECT_EQ(sequencer_->state()->incidents.size(), 1U);
}

// Queues more at the first batch, on the sequencer's own thread.
class QueueingListener final : public Sequencer::Listener {
public:
    std::function<void()> at_first {};

    void committed(const JournalId&, std::uint64_t, std::uint64_t) override
    {
        if (const auto queue = std::exchange(at_first, nullptr)) {
            queue();
        }
    }
    void refolded(const JournalId&) override { }
};

TEST_F(SequencerTest, BulkWaitsForWhatIsNotAndIsNotForgotten)
{
    std::vector<std::string> order;
    const auto queue = [&](const std::string& title, bool bulk) {
        Submission submission = of(incident(title));
        submission.bulk = bulk;
        sequencer_->submit(std::move(submission), [&order, title](const Result<Outcome>& outcome) {
            order.push_back(outcome.ok() ? title : outcome.error().message);
        });
    };
    QueueingListener listener;
    listener.at_first = [&] {
        queue("bulk 1", true);
        queue("bulk 2", true);
        queue("person", false);
    };
    sequencer_->set_listener(&listener);
    ASSERT_TRUE(sequencer_->execute(of(incident("first"))).ok());
    Submission last = of(incident("last"));
    last.bulk = true;
    ASSERT_TRUE(sequencer_->execute(std::move(last)).ok()); // behind all bulk before it
    EXPECT_EQ(order, (std::vector<std::string> { "person", "bulk 1", "bulk 2" }));
    EXPECT_EQ(sequencer_->state()->incidents.find(IncidentId { "INC-2" })->title, "person");
    sequencer_.reset(); // it tells the listener no more
}

TEST_F(SequencerTest, ForgetsAnErasedTextInItsOwnState)
{
    ASSERT_TRUE(sequencer_->execute(of(incident("a name nobody may keep"))).ok());
    const auto logged = store_->read_subject(kJournal, "INC-1", 0, {});
    ASSERT_TRUE(logged.ok());
    EraseText erase;
    erase.seq = logged.value().front().seq;
    erase.legal_basis = "GDPR 17";
    Submission submission = of(erase);
    submission.actor.roles = { SystemRole::ComplianceOfficer, SystemRole::Administrator };
    submission.actor.system = true;
    const auto erased = sequencer_->execute(std::move(submission));
    ASSERT_TRUE(erased.ok()) << erased.error().message;
    EXPECT_TRUE(sequencer_->state()->incidents.find(IncidentId { "INC-1" })->title.empty());
}

}
}
