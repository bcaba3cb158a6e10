// SPDX-License-Identifier: Apache-2.0
// A delivery larger than a slice, on a real store.
#include "server/intake/intake.h"

#include "server/journal/sqlite_store.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/fields/fields_writer.h"
#include "tests/fault/fault_vfs.h"
#include "tests/support/eventually.h"
#include "tests/support/fake_clock.h"
#include "tests/support/set_meanwhile.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <random>

namespace watchfloor {
namespace {

const SourceId kSource { "prometheus" };
constexpr std::size_t kAlerts = 3 * Sequencer::kSlice + 1;

// Tells after each batch that is durable, on the sequencer's thread: before its senders are answered.
class Watch final : public Sequencer::Listener {
public:
    std::function<void()> after_batch {};
    std::vector<std::pair<std::uint64_t, std::uint64_t>> batches {};

    void committed(const JournalId&, std::uint64_t first, std::uint64_t last) override
    {
        batches.emplace_back(first, last);
        if (after_batch) {
            after_batch();
        }
    }
    void refolded(const JournalId&, std::uint64_t, std::uint64_t) override { }
};

class IntakeTest : public testing::Test {
protected:
    void SetUp() override
    {
        SqliteOptions options;
        options.vfs = disk_.name();
        options.probe_every = std::chrono::milliseconds { 5 };
        auto store = SqliteStore::open(folder_ / "journal.db", options);
        ASSERT_TRUE(store.ok());
        store_ = std::move(store).value();
        auto sequencer = Sequencer::open(*store_, kJournal, JournalPurpose::Main, clock_);
        ASSERT_TRUE(sequencer.ok());
        sequencer_ = std::move(sequencer).value();
        ledger_ = std::make_unique<SourceLedger>(*store_);
        intake_ = std::make_unique<Intake>(*ledger_, clock_);
        ASSERT_TRUE(deliver({ report(0) }).ok()); // the source is known from here on
        sequencer_->set_listener(&watch_);
    }

    AlertReport report(std::size_t number) const
    {
        AlertReport made;
        made.labels = { { "alertname", "DiskFull" }, { "instance", "host-" + std::to_string(number) } };
        made.started_at = began_ - std::chrono::minutes { 10 };
        made.lease_until = began_ + std::chrono::minutes { 5 };
        return made;
    }

    AlertReport resolved(std::size_t number) const
    {
        AlertReport made = report(number);
        made.lease_until.reset();
        made.ended_at = began_ - std::chrono::minutes { 1 };
        return made;
    }

    // Alerts 1 to `count`, all new.
    std::vector<AlertReport> reports(std::size_t count) const
    {
        std::vector<AlertReport> made;
        for (std::size_t number = 1; number <= count; ++number) {
            made.push_back(report(number));
        }
        return made;
    }

    Result<void> deliver(std::vector<AlertReport> alerts, std::string_view body = "[…]")
    {
        Delivery delivery;
        delivery.source = kSource;
        delivery.kind = SourceKind::PrometheusApi;
        delivery.batch.alerts = std::move(alerts);
        delivery.body = body;
        return intake_->take(*sequencer_, std::move(delivery));
    }

    void declare(const Source& source)
    {
        Submission submission;
        submission.command = SetSource { source };
        submission.actor.system = true;
        ASSERT_TRUE(sequencer_->execute(std::move(submission)).ok());
    }

    const JournalId kJournal { "main" };
    TemporaryFolder folder_;
    FaultVfs disk_;
    FakeClock clock_;
    const Timestamp began_ = clock_.now();
    Watch watch_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<SourceLedger> ledger_;
    std::unique_ptr<Intake> intake_;
};

TEST_F(IntakeTest, LetsOthersHaveTheirTurnWithinALargeDelivery)
{
    std::uint64_t noted = 0;
    watch_.after_batch = [&] {
        if (watch_.batches.size() > 1) {
            return;
        }
        Submission submission;
        LogIncident incident;
        incident.title = "what cannot wait";
        submission.command = incident;
        submission.actor.user = UserId { "ada" };
        submission.actor.roles = { SystemRole::Resolver };
        sequencer_->submit(std::move(submission),
            [&](const Result<Outcome>& outcome) { noted = outcome.ok() ? outcome.value().first_seq : 0; });
    };
    const std::uint64_t before = sequencer_->head().seq;
    ASSERT_TRUE(deliver(reports(kAlerts)).ok());
    EXPECT_EQ(noted, before + Sequencer::kSlice + 1) << "right behind the slice that was being decided";
    EXPECT_EQ(sequencer_->state()->alerts.size(), kAlerts + 1);
    EXPECT_GE(watch_.batches.size(), kAlerts / Sequencer::kSlice);
}

TEST_F(IntakeTest, AccountsForALargeDeliveryAsOne)
{
    const SourceCounts before = ledger_->of(kSource);
    auto alerts = reports(kAlerts);
    alerts.push_back(report(1)); // repeats one of the first slice
    ASSERT_TRUE(deliver(alerts).ok());
    ASSERT_TRUE(deliver(alerts).ok());
    const SourceCounts after = ledger_->of(kSource);
    EXPECT_EQ(after.deliveries - before.deliveries, 2);
    EXPECT_EQ(after.received - before.received, 2 * static_cast<std::int64_t>(kAlerts + 1));
    EXPECT_EQ(after.duplicate - before.duplicate, static_cast<std::int64_t>(kAlerts + 2));
    EXPECT_EQ(sequencer_->state()->firing, static_cast<std::int64_t>(kAlerts + 1));
}

TEST_F(IntakeTest, KeepsTheTextOfALargeDeliveryOnce)
{
    auto alerts = reports(kAlerts);
    alerts.insert(alerts.begin(), Sequencer::kSlice, report(0)); // a slice that causes no entry
    const std::uint64_t before = sequencer_->head().seq;
    const std::string body(2 * kRawDeliveryLimit, ' ');
    ASSERT_TRUE(deliver(std::move(alerts), body).ok());
    const auto first = store_->delivery(kJournal, before + 1);
    const auto last = store_->delivery(kJournal, sequencer_->head().seq);
    ASSERT_TRUE(first.ok() && first.value() && last.ok() && last.value());
    EXPECT_EQ(first.value()->body.size(), kRawDeliveryLimit);
    EXPECT_EQ(first.value()->full_bytes, body.size());
    EXPECT_EQ(last.value()->body, "");
    EXPECT_EQ(last.value()->full_bytes, body.size());
    EXPECT_EQ(last.value()->source, kSource);
}

TEST_F(IntakeTest, AFailureLeavesWhatStandsAndASecondSendingCompletesIt)
{
    const SourceCounts before = ledger_->of(kSource);
    watch_.after_batch = [&] { disk_.fail_write(1, FaultKind::NoSpace, true); };
    const auto refused = deliver(reports(kAlerts));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(sequencer_->state()->alerts.size(), Sequencer::kSlice + 1);
    EXPECT_EQ(ledger_->of(kSource).received - before.received, static_cast<std::int64_t>(Sequencer::kSlice));
    EXPECT_EQ(ledger_->of(kSource).deliveries, before.deliveries);

    watch_.after_batch = {};
    disk_.heal();
    ASSERT_TRUE(eventually([&] { return store_->writable(); }));
    ASSERT_TRUE(deliver(reports(kAlerts)).ok());
    EXPECT_EQ(sequencer_->state()->alerts.size(), kAlerts + 1);
    const SourceCounts after = ledger_->of(kSource);
    EXPECT_EQ(after.received - before.received, static_cast<std::int64_t>(Sequencer::kSlice + kAlerts));
    EXPECT_EQ(after.duplicate - before.duplicate, static_cast<std::int64_t>(Sequencer::kSlice));
    EXPECT_EQ(after.deliveries - before.deliveries, 1);
}

// What an alert says, without the entry that opened it.
std::string fold_of(const State& state)
{
    std::string all;
    state.alerts.for_each([&](const AlertId& id, Alert alert) {
        alert.opened_seq = 0;
        all += id.text + to_json_text(alert) + "\n";
    });
    return all + std::to_string(state.firing);
}

TEST_F(IntakeTest, SlicesFoldAsOneDecisionWould)
{
    std::vector<AlertReport> storm;
    for (std::size_t number = 1; number <= kAlerts / 2; ++number) {
        storm.push_back(report(number));
        storm.push_back(number % 20 == 0 ? resolved(number) : report(number));
    }
    std::mt19937 random { 7 };
    for (std::size_t i = storm.size() - 1; i > 0; --i) {
        std::swap(storm[i], storm[random() % (i + 1)]);
    }
    const auto other = Sequencer::open(*store_, JournalId { "drill-1" }, JournalPurpose::Drill, clock_);
    ASSERT_TRUE(other.ok());
    const auto execute = [&](Command command) {
        Submission submission;
        submission.command = std::move(command);
        submission.actor.system = true;
        return other.value()->execute(std::move(submission));
    };
    ASSERT_TRUE(execute(SetSource { *sequencer_->state()->sources.find(kSource) }).ok());
    ASSERT_TRUE(execute(ReportAlerts { kSource, { report(0) } }).ok());
    const auto whole = execute(ReportAlerts { kSource, storm });
    ASSERT_TRUE(whole.ok());

    const std::int64_t duplicates = ledger_->of(kSource).duplicate;
    ASSERT_TRUE(deliver(storm).ok());
    EXPECT_EQ(fold_of(*sequencer_->state()), fold_of(*other.value()->state()));
    EXPECT_EQ(ledger_->of(kSource).duplicate - duplicates, whole.value().duplicates);
}

AlertReport heartbeat(const char* rule = "Watchdog")
{
    AlertReport made;
    made.labels = { { "alertname", rule } };
    made.started_at = Timestamp { 1'600'000'000'000 };
    return made;
}

TEST_F(IntakeTest, AHeartbeatPromisesNoCadenceAndIsNoAlert)
{
    const std::uint64_t head = sequencer_->head().seq;
    ASSERT_TRUE(deliver({ heartbeat(), heartbeat("DeadMansSwitch") }).ok());
    EXPECT_EQ(sequencer_->head().seq, head) << "nobody knows yet how often it comes";
    EXPECT_EQ(sequencer_->state()->sources.find(kSource)->cadence_seconds, 0);
    ASSERT_EQ(ledger_->of(kSource).heartbeats.size(), 2U);
    EXPECT_EQ(ledger_->of(kSource).heartbeats[0].last_at, clock_.now());
    EXPECT_EQ(ledger_->of(kSource).heartbeats[0].learnt_seconds, 0);
}

TEST_F(IntakeTest, WhatIsNotListedAsAHeartbeatOfItsSourceIsAnAlert)
{
    Source known = *sequencer_->state()->sources.find(kSource);
    known.heartbeats = { { .name = "Alive" } };
    declare(known);
    ASSERT_TRUE(deliver({ heartbeat(), heartbeat("Alive") }).ok());
    EXPECT_TRUE(sequencer_->state()->alerts.contains(alert_id(Intake::kDefaultDomain, heartbeat().labels)));
    EXPECT_FALSE(sequencer_->state()->alerts.contains(alert_id(Intake::kDefaultDomain, heartbeat("Alive").labels)));
    known.heartbeats.reset();
    declare(known);
    Delivery delivery;
    delivery.source = kSource;
    delivery.kind = SourceKind::PagerDuty;
    delivery.batch.alerts = { heartbeat("DeadMansSwitch") };
    ASSERT_TRUE(intake_->take(*sequencer_, std::move(delivery)).ok());
    EXPECT_EQ(
        sequencer_->state()->alerts.find(alert_id(Intake::kDefaultDomain, heartbeat("DeadMansSwitch").labels))->state,
        AlertState::Firing)
        << "no format but Prometheus' own has such alerts";
}

// Before it was said to be one, it stood among the alerts.
TEST_F(IntakeTest, WhatBecomesAHeartbeatFiresNoLonger)
{
    const AlertId alive = alert_id(Intake::kDefaultDomain, heartbeat("Alive").labels);
    ASSERT_TRUE(deliver({ heartbeat("Alive") }).ok());
    ASSERT_EQ(sequencer_->state()->alerts.find(alive)->state, AlertState::Firing);
    Source known = *sequencer_->state()->sources.find(kSource);
    known.heartbeats = { { .name = "Alive" } };
    declare(known);
    clock_.pass(std::chrono::minutes { 1 });
    ASSERT_TRUE(deliver({ heartbeat("Alive") }).ok());
    EXPECT_EQ(sequencer_->state()->alerts.find(alive)->state, AlertState::Resolved);
    const std::uint64_t head = sequencer_->head().seq;
    ASSERT_TRUE(deliver({ heartbeat("Alive") }).ok());
    EXPECT_EQ(sequencer_->head().seq, head);
}

TEST_F(IntakeTest, MoreHeartbeatsThanAreKeptAreAlerts)
{
    std::vector<AlertReport> many;
    for (std::size_t i = 0; i <= SourceLedger::kMaxHeartbeats; ++i) {
        many.push_back(heartbeat());
        many.back().labels.set("cluster", std::to_string(i));
    }
    const std::size_t before = sequencer_->state()->alerts.size();
    ASSERT_TRUE(deliver(many).ok());
    EXPECT_EQ(ledger_->of(kSource).heartbeats.size(), SourceLedger::kMaxHeartbeats);
    EXPECT_EQ(sequencer_->state()->alerts.size(), before + 1) << "nothing is swallowed unsaid";
}

TEST_F(IntakeTest, AnExerciseIsNobodysSignOfLife)
{
    const auto drill = Sequencer::open(*store_, JournalId { "drill-1" }, JournalPurpose::Drill, clock_);
    ASSERT_TRUE(drill.ok());
    Delivery delivery;
    delivery.source = kSource;
    delivery.kind = SourceKind::Alertmanager;
    delivery.batch.alerts = { heartbeat() };
    ASSERT_TRUE(intake_->take(*drill.value(), std::move(delivery)).ok());
    EXPECT_TRUE(ledger_->of(kSource).heartbeats.empty());
    EXPECT_EQ(drill.value()->state()->alerts.size(), 0U);
}

TEST_F(IntakeTest, WhatIsDeliveredToAnExerciseIsNotAccountedFor)
{
    const auto drill = Sequencer::open(*store_, JournalId { "drill-1" }, JournalPurpose::Drill, clock_);
    ASSERT_TRUE(drill.ok());
    const SourceCounts before = ledger_->of(kSource);
    clock_.pass(std::chrono::minutes { 1 });
    Delivery delivery;
    delivery.source = kSource;
    delivery.kind = SourceKind::Alertmanager;
    delivery.batch.alerts = { report(1) };
    ASSERT_TRUE(intake_->take(*drill.value(), std::move(delivery)).ok());
    ASSERT_EQ(drill.value()->state()->alerts.size(), 1U);
    ASSERT_TRUE(intake_->take_change(*drill.value(), kSource, Change { .summary = "Rolled out" }, "{}").ok());
    ASSERT_TRUE(intake_->acknowledge(*drill.value(), kSource, report(1).labels, "{}").ok());
    EXPECT_FALSE(intake_->acknowledge(*drill.value(), kSource, report(2).labels, "{}").ok());
    EXPECT_EQ(to_json_text(ledger_->of(kSource)), to_json_text(before)) << "nor is it a sign of life";
}

TEST_F(IntakeTest, AFirstHeartbeatMakesItsSourceKnown)
{
    Delivery delivery;
    delivery.source = SourceId { "another" };
    delivery.kind = SourceKind::Alertmanager;
    delivery.batch.alerts = { heartbeat() };
    ASSERT_TRUE(intake_->take(*sequencer_, std::move(delivery)).ok());
    const Source* known = sequencer_->state()->sources.find(SourceId { "another" });
    ASSERT_NE(known, nullptr);
    EXPECT_EQ(known->kind, SourceKind::Alertmanager);
    EXPECT_EQ(ledger_->of(SourceId { "another" }).received, 1) << "a heartbeat was received too";
    EXPECT_EQ(ledger_->of(SourceId { "another" }).heartbeats.size(), 1U);
}

TEST_F(IntakeTest, AccountsForEverythingADeliveryBrings)
{
    const SourceCounts before = ledger_->of(kSource);
    clock_.pass(std::chrono::minutes { 1 });
    Delivery delivery;
    delivery.source = kSource;
    delivery.kind = SourceKind::PrometheusApi;
    delivery.batch.alerts = { heartbeat(), report(0), report(1), report(2) };
    delivery.batch.invalid = 3;
    delivery.truncated = 7;
    ASSERT_TRUE(intake_->take(*sequencer_, std::move(delivery)).ok());
    SourceCounts after = ledger_->of(kSource);
    EXPECT_EQ(after.deliveries - before.deliveries, 1);
    EXPECT_EQ(after.received - before.received, 7) << "with the heartbeat and what was invalid";
    EXPECT_EQ(after.rejected - before.rejected, 3);
    EXPECT_EQ(after.truncated - before.truncated, 7);
    EXPECT_EQ(after.duplicate - before.duplicate, 1);
    EXPECT_EQ(after.last_delivery_at, clock_.now());

    clock_.pass(std::chrono::minutes { 1 });
    intake_->count_refused(kSource);
    const SourceCounts refused = ledger_->of(kSource);
    EXPECT_EQ(refused.deliveries - after.deliveries, 1);
    EXPECT_EQ(refused.rejected - after.rejected, 1);
    EXPECT_EQ(refused.received, after.received);
    EXPECT_EQ(refused.last_delivery_at, clock_.now());
}

TEST_F(IntakeTest, TakesAChangeAndKeepsWhatCameWithIt)
{
    const SourceId deploys { "deploys" };
    Change change;
    change.summary = "web 1.2.3";
    change.at = clock_.now();
    const auto taken = intake_->take_change(*sequencer_, deploys, change, "{body}");
    ASSERT_TRUE(taken.ok()) << taken.error().message;
    EXPECT_EQ(sequencer_->state()->sources.find(deploys)->kind, SourceKind::PagerDuty);
    const auto kept = store_->delivery(kJournal, taken.value().first_seq);
    ASSERT_TRUE(kept.ok() && kept.value());
    EXPECT_EQ(kept.value()->body, "{body}");
    EXPECT_EQ(kept.value()->full_bytes, 6U);
    EXPECT_EQ(kept.value()->source, deploys);
    EXPECT_EQ(kept.value()->received_at, clock_.now());
    EXPECT_EQ(ledger_->of(deploys).deliveries, 1);
    EXPECT_EQ(ledger_->of(deploys).received, 1);
    EXPECT_EQ(ledger_->of(deploys).last_delivery_at, clock_.now());
    change.summary = "";
    EXPECT_FALSE(intake_->take_change(*sequencer_, deploys, change, "").ok());
    EXPECT_EQ(ledger_->of(deploys).deliveries, 1) << "what was refused was not taken";
}

TEST_F(IntakeTest, AFirstDeliveryTakesNothingBackThatIsSaidOfItsSource)
{
    for (int round = 0; round < 20; ++round) {
        Source said;
        said.id = SourceId { "source-" + std::to_string(round) };
        said.kind = SourceKind::Grafana;
        said.domain = "hall-2";
        set_meanwhile(*sequencer_, SetSource { said }, [&] {
            Delivery first;
            first.source = said.id;
            first.batch.alerts = { report(0) };
            EXPECT_TRUE(intake_->take(*sequencer_, std::move(first)).ok());
        });
        const Source known = *sequencer_->state()->sources.find(said.id);
        ASSERT_EQ(known.domain, "hall-2") << round;
        ASSERT_EQ(known.kind, SourceKind::Grafana) << round;
    }
}

}
}
