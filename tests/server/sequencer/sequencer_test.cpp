// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/sequencer.h"

#include "server/journal/sqlite_store.h"
#include "server/sequencer/fold.h"
#include "shared/domain/entities/alerts.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/state_codec.h"
#include "tests/support/fake_clock.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <thread>
#include <utility>

namespace watchfloor {
namespace {

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
        auto sequencer = Sequencer::open(*store_, kMain, JournalPurpose::Main, clock_);
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
    EXPECT_EQ(sequencer_->state()->journal, kMain);
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

TEST_F(SequencerTest, SealsEachPartWithASaltOfItsOwn)
{
    constexpr int kMany = 200; // more than are drawn in one go
    for (int i = 0; i < kMany; ++i) {
        ASSERT_TRUE(sequencer_->execute(of(incident("something is wrong"))).ok());
    }
    std::set<Salt> salts;
    std::size_t parts = 0;
    const auto entries = store_->read_after(kMain, 1, {});
    ASSERT_TRUE(entries.ok());
    for (const SealedEntry& entry : entries.value()) {
        for (const auto* part : { &entry.head, &entry.facts, &entry.text }) {
            parts += part->has_value() ? 1U : 0U;
            if (part->has_value()) {
                salts.insert((*part)->salt);
            }
        }
    }
    EXPECT_GE(parts, 3U * kMany);
    EXPECT_EQ(salts.size(), parts);
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
    void refolded(const JournalId&, std::uint64_t, std::uint64_t) override { }
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
    const auto logged = store_->read_subject(kMain, "INC-1", 0, {});
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

class AlertSequencerTest : public SequencerTest {
protected:
    void SetUp() override
    {
        SequencerTest::SetUp();
        Source source;
        source.id = kSource;
        source.domain = "d";
        Submission known = of(SetSource { source });
        known.actor.system = true;
        ASSERT_TRUE(sequencer_->execute(known).ok());
    }

    Result<void> flush()
    {
        const auto [leases, filed] = sequencer_->take_dirty_leases();
        return store_->flush_leases(kMain, leases, filed);
    }

    AlertReport firing(Millis since, Millis lease, const std::string& name = "DiskFull") const
    {
        AlertReport report;
        report.labels = { { "alertname", name } };
        report.started_at = clock_at() - since;
        report.lease_until = clock_at() + lease;
        return report;
    }

    AlertReport resolved(Millis since, Millis ended) const
    {
        AlertReport report = firing(since, Millis { 0 });
        report.lease_until.reset();
        report.ended_at = clock_at() - ended;
        return report;
    }

    Submission delivery(std::vector<AlertReport> reports) const
    {
        Submission submission = of(ReportAlerts { kSource, std::move(reports) });
        submission.actor.user = UserId { kSource.text };
        submission.actor.system = true;
        return submission;
    }

    Timestamp clock_at() const { return began_ + passed_; }
    void pass(Millis span)
    {
        clock_.pass(span);
        passed_ += span;
    }

    const SourceId kSource { "prometheus" };
    const AlertId kAlert = alert_id("d", { { "alertname", "DiskFull" } });
    const Timestamp began_ = clock_.now();
    Millis passed_ { 0 };
};

using std::chrono::seconds;
using Alerts = std::vector<AlertId>;

TEST_F(AlertSequencerTest, KeepsTheLeaseOfAnAlertThatFiredAgainInTheBatchThatResolvedIt)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    pass(seconds { 30 });
    const auto both = delivery({ resolved(seconds { 90 }, seconds { 20 }), firing(seconds { 10 }, seconds { 100 }) });
    ASSERT_TRUE(sequencer_->execute(both).ok());
    ASSERT_EQ(sequencer_->state()->alerts.find(kAlert)->state, AlertState::Firing);
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 100 } - Millis { 1 }), Alerts {});
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 100 }), Alerts { kAlert });
    const auto dirty = sequencer_->take_dirty_leases().first;
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0].end, clock_at() + seconds { 100 });
}

TEST_F(AlertSequencerTest, EndsTheLeaseOfAnAlertThatIsOver)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    ASSERT_TRUE(flush().ok());
    ASSERT_EQ(store_->leases(kMain).value().size(), 1U);
    pass(seconds { 30 });
    const auto both = delivery({ firing(seconds { 90 }, seconds { 100 }), resolved(seconds { 90 }, seconds { 1 }) });
    ASSERT_TRUE(sequencer_->execute(both).ok());
    ASSERT_EQ(sequencer_->state()->alerts.find(kAlert)->state, AlertState::Resolved);
    EXPECT_EQ(sequencer_->expired_leases(kNeverLapses), Alerts {});
    EXPECT_TRUE(sequencer_->take_dirty_leases().first.empty());
    EXPECT_TRUE(store_->leases(kMain).value().empty());
}

// Killed before anything is flushed: nothing that was acknowledged fires for ever.
TEST_F(AlertSequencerTest, StoresTheLeaseOfAnAlertWithItsFirstEntry)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    open();
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 60 }), Alerts { kAlert });
    pass(seconds { 30 });
    const auto both = delivery({ resolved(seconds { 90 }, seconds { 20 }), firing(seconds { 10 }, seconds { 100 }) });
    ASSERT_TRUE(sequencer_->execute(both).ok());
    ASSERT_EQ(sequencer_->state()->alerts.find(kAlert)->state, AlertState::Firing);
    open();
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 99 }), Alerts {});
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 100 }), Alerts { kAlert });
}

TEST_F(AlertSequencerTest, StoresNoLeaseOfWhatABatchOpensAndEnds)
{
    const auto both = delivery({ firing(seconds { 90 }, seconds { 100 }), resolved(seconds { 90 }, seconds { 1 }) });
    ASSERT_TRUE(sequencer_->execute(both).ok());
    EXPECT_TRUE(store_->leases(kMain).value().empty());
}

// What was stored with its entry is filed once, also where a kill came between.
TEST_F(AlertSequencerTest, FilesAFreshLeaseOnce)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    ASSERT_EQ(store_->leases(kMain).value().size(), 1U);
    EXPECT_TRUE(store_->leases(kMain).value().front().fresh);
    open();
    ASSERT_TRUE(flush().ok());
    ASSERT_EQ(store_->leases(kMain).value().size(), 1U);
    EXPECT_FALSE(store_->leases(kMain).value().front().fresh);
    EXPECT_TRUE(sequencer_->take_dirty_leases().first.empty());
}

// The lease of the first occurrence is longer, and stored beside that of the second.
TEST_F(AlertSequencerTest, TheLeaseOfTheNewestOccurrenceHoldsAfterAKill)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 900 }) })).ok());
    ASSERT_TRUE(sequencer_->execute(delivery({ resolved(seconds { 60 }, seconds { 20 }) })).ok());
    open();
    EXPECT_EQ(sequencer_->expired_leases(kNeverLapses), Alerts {}) << "it does not fire";
    pass(seconds { 30 });
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 10 }, seconds { 100 }) })).ok());
    open();
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 99 }), Alerts {});
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 100 }), Alerts { kAlert });
}

TEST_F(AlertSequencerTest, TakesStoredLeasesUpAtAStart)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    ASSERT_TRUE(flush().ok());
    pass(seconds { 600 });
    open();
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 59 }), Alerts {}) << "our own outage lapses nothing";
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 60 }), Alerts { kAlert });
}

TEST_F(AlertSequencerTest, TellsTheListenerOfAllThatABatchHolds)
{
    class Notes final : public Sequencer::Listener {
    public:
        std::vector<std::pair<std::uint64_t, std::uint64_t>> batches {};
        void committed(const JournalId& journal, std::uint64_t first, std::uint64_t last) override
        {
            EXPECT_EQ(journal, kMain);
            batches.emplace_back(first, last);
        }
        void refolded(const JournalId&, std::uint64_t, std::uint64_t) override { }
    };
    Notes notes;
    sequencer_->set_listener(&notes);
    const std::uint64_t before = sequencer_->head().seq;
    const auto three = delivery({ firing(seconds { 60 }, seconds { 60 }, "a"),
        firing(seconds { 60 }, seconds { 60 }, "b"), firing(seconds { 60 }, seconds { 60 }, "c") });
    ASSERT_TRUE(sequencer_->execute(three).ok());
    EXPECT_EQ(notes.batches, (std::vector { std::pair { before + 1, before + 3 } }));
    sequencer_.reset(); // it tells the listener no more
}

TEST_F(AlertSequencerTest, RenewsALeaseWithoutAnEntry)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    const JournalHead head = sequencer_->head();
    pass(seconds { 30 });
    const auto renewed = sequencer_->execute(delivery({ firing(seconds { 90 }, seconds { 60 }) }));
    ASSERT_TRUE(renewed.ok());
    EXPECT_EQ(renewed.value().first_seq, 0U);
    EXPECT_EQ(renewed.value().duplicates, 1);
    EXPECT_EQ(sequencer_->head(), head);
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 59 }), Alerts {});
    EXPECT_EQ(sequencer_->expired_leases(clock_at() + seconds { 60 }), Alerts { kAlert });
}

// A command that changes nothing is carried out too: its repeat must not be decided on a later state.
TEST_F(AlertSequencerTest, RemembersWhatChangedNothingForItsRepeat)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    const JournalHead head = sequencer_->head();
    Submission nothing = delivery({ firing(seconds { 60 }, seconds { 60 }) });
    nothing.idempotency = Idempotency { { "probe", "POST /alerts", "key" }, sha256("body"), 202 };
    const auto first = sequencer_->execute(nothing);
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first.value().first_seq, 0U);
    EXPECT_EQ(first.value().status, 202);
    EXPECT_FALSE(first.value().replayed);
    open();
    EXPECT_EQ(sequencer_->head(), head);
    ASSERT_TRUE(sequencer_->execute(delivery({ resolved(seconds { 60 }, seconds { 1 }) })).ok());
    const auto repeat = sequencer_->execute(nothing);
    ASSERT_TRUE(repeat.ok());
    EXPECT_TRUE(repeat.value().replayed);
    EXPECT_EQ(repeat.value().first_seq, 0U);
    EXPECT_EQ(repeat.value().status, 202);
    EXPECT_EQ(sequencer_->state()->alerts.find(kAlert)->state, AlertState::Resolved);
    nothing.idempotency->request = sha256("another body");
    EXPECT_EQ(sequencer_->execute(nothing).error().code, ErrorCode::GateNotMet);
}

TEST_F(AlertSequencerTest, WritesSecretsThoughNothingElseChanges)
{
    ASSERT_TRUE(sequencer_->execute(delivery({ firing(seconds { 60 }, seconds { 60 }) })).ok());
    Submission nothing = delivery({ firing(seconds { 60 }, seconds { 60 }) });
    nothing.secrets = { { "name", "value" } };
    ASSERT_TRUE(sequencer_->execute(nothing).ok());
    EXPECT_EQ(store_->secret("name").value(), "value");
    Submission refused = of(AddNote {});
    refused.secrets = { { "name", "another" } };
    EXPECT_FALSE(sequencer_->execute(refused).ok());
    EXPECT_EQ(store_->secret("name").value(), "value");
}

TEST_F(AlertSequencerTest, ARepeatNamesTheSameEntriesAndOnlyItsOwnCallerAndRouteHaveOne)
{
    Submission three = delivery({ firing(seconds { 60 }, seconds { 60 }, "a"),
        firing(seconds { 60 }, seconds { 60 }, "b"), firing(seconds { 60 }, seconds { 60 }, "c") });
    three.idempotency = Idempotency { { "probe", "POST /alerts", "key" }, sha256("body"), 201 };
    const std::uint64_t before = sequencer_->head().seq;
    const auto first = sequencer_->execute(three);
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first.value().first_seq, before + 1);
    EXPECT_EQ(first.value().last_seq, before + 3);
    const auto repeat = sequencer_->execute(three);
    ASSERT_TRUE(repeat.ok());
    EXPECT_TRUE(repeat.value().replayed);
    EXPECT_EQ(repeat.value().first_seq, before + 1);
    EXPECT_EQ(repeat.value().last_seq, before + 3);
    for (const IdempotencyKey& other : { IdempotencyKey { "another", "POST /alerts", "key" },
             IdempotencyKey { "probe", "POST /others", "key" }, IdempotencyKey { "probe", "POST /alerts", "yek" } }) {
        three.idempotency->key = other;
        EXPECT_FALSE(sequencer_->execute(three).value().replayed) << other.actor << other.route << other.key;
    }
}

TEST_F(AlertSequencerTest, FilesEveryEntryUnderItsSubjectAndKeepsTheDeliveryWithTheFirst)
{
    Submission two = delivery({ firing(seconds { 60 }, seconds { 60 }), firing(seconds { 60 }, seconds { 60 }, "b") });
    two.delivery = RawDelivery { 0, 0, kSource, clock_at(), "body", 4 };
    const std::uint64_t first = sequencer_->head().seq + 1;
    ASSERT_TRUE(sequencer_->execute(two).ok());
    for (const std::uint64_t seq : { first, first + 1 }) {
        const auto kept = store_->delivery(kMain, seq);
        ASSERT_TRUE(kept.ok() && kept.value()) << seq;
        EXPECT_EQ(kept.value()->first_seq, first);
        EXPECT_EQ(kept.value()->last_seq, first + 1);
        EXPECT_EQ(kept.value()->body, "body");
        const auto head = decode_head(store_->read_range(kMain, seq, seq, {}).value().at(0));
        const auto filed = store_->read_subject(kMain, head.value().subject, 0, {});
        ASSERT_EQ(filed.value().size(), 1U);
        EXPECT_EQ(filed.value()[0].seq, seq);
    }
}

TEST_F(SequencerTest, SealsWhoDidWhatWhenAndInWhichDuty)
{
    Submission user = of(SetUser { { UserId { "ada" }, "Ada", { SystemRole::IncidentManager }, false } });
    user.actor.system = true;
    ASSERT_TRUE(sequencer_->execute(user).ok());
    ASSERT_TRUE(sequencer_->execute(of(incident("something is wrong"))).ok());
    MoveDuty take;
    take.incident = IncidentId { "INC-1" };
    take.act = DutyRequest::Take;
    take.duty = Duty::IncidentCommander;
    const auto taken = sequencer_->execute(of(take));
    ASSERT_TRUE(taken.ok()) << taken.error().message;
    clock_.pass(std::chrono::minutes { 10 });
    AddNote note;
    note.incident = IncidentId { "INC-1" };
    note.text = "seen a minute ago";
    note.occurred_at = clock_.now() - std::chrono::minutes { 1 };
    Submission submission = of(note);
    submission.seen_seq = 2;
    const auto noted = sequencer_->execute(submission);
    ASSERT_TRUE(noted.ok()) << noted.error().message;
    const std::uint64_t seq = noted.value().first_seq;
    EXPECT_EQ(seq, sequencer_->head().seq);
    const auto head = decode_head(store_->read_range(kMain, seq, seq, {}).value().at(0));
    ASSERT_TRUE(head.ok());
    EXPECT_EQ(head.value().seq, seq);
    EXPECT_EQ(head.value().journal, kMain);
    EXPECT_EQ(head.value().kind, NoteAdded::kind);
    EXPECT_EQ(head.value().version, NoteAdded::version);
    EXPECT_EQ(head.value().recorded_at, clock_.now());
    EXPECT_EQ(head.value().occurred_at, *note.occurred_at);
    EXPECT_EQ(head.value().actor, UserId { "ada" });
    EXPECT_EQ(head.value().duty, Duty::IncidentCommander);
    EXPECT_EQ(head.value().subject, "INC-1");
    EXPECT_EQ(head.value().audience, Audience::Staff);
    EXPECT_EQ(head.value().seen_seq, 2U);
}

TEST_F(SequencerTest, SealsWhatOnlyMembersMaySeeAsSuch)
{
    Submission ada = of(SetUser { { UserId { "ada" }, "Ada", { SystemRole::IncidentManager }, false } });
    ada.actor.system = true;
    ASSERT_TRUE(sequencer_->execute(std::move(ada)).ok());
    LogIncident log = incident("a leak");
    log.restricted = true;
    const auto logged = sequencer_->execute(of(log));
    ASSERT_TRUE(logged.ok()) << logged.error().message;
    const std::uint64_t seq = logged.value().first_seq;
    const auto head = decode_head(store_->read_range(kMain, seq, seq, {}).value().at(0));
    EXPECT_EQ(head.value().audience, Audience::Restricted);
}

}
}
