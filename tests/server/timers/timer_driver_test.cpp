// SPDX-License-Identifier: Apache-2.0
#include "server/timers/timer_driver.h"

#include "server/samples/sample_block.h"
#include "server/samples/sqlite_samples_store.h"
#include "shared/wire/entries/entry_codec.h"
#include "tests/server/timers/timer_fixture.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace watchfloor {
namespace {

class TimerDriverTest : public TimerFixture {
protected:
    void deliver(const std::string& rule, Millis lease)
    {
        Delivery delivery;
        delivery.source = kSource;
        delivery.kind = SourceKind::PrometheusApi;
        AlertReport report;
        report.labels = { { "alertname", rule }, { "severity", "critical" } };
        report.started_at = clock_.now();
        report.lease_until = clock_.now() + lease;
        delivery.batch.alerts.push_back(report);
        const auto taken = intake_->take(*sequencer_, std::move(delivery));
        ASSERT_TRUE(taken.ok()) << taken.error().message;
    }

    // That the source delivers at least once a minute, whatever it delivers.
    void promise(std::int64_t seconds = 60)
    {
        Submission submission;
        Source source;
        source.id = kSource;
        source.kind = SourceKind::PrometheusApi;
        source.cadence_seconds = seconds;
        submission.command = SetSource { source };
        submission.actor.system = true;
        ASSERT_TRUE(sequencer_->execute(std::move(submission)).ok());
    }

    std::size_t firing(std::string_view rule) const
    {
        std::size_t count = 0;
        sequencer_->state()->alerts.for_each([&](const AlertId&, const Alert& alert) {
            count += alert.name == rule && alert.state == AlertState::Firing ? 1U : 0U;
        });
        return count;
    }

    const SourceId kSource { "prometheus" };
};

TEST_F(TimerDriverTest, LapsesAnAlertNobodyRenews)
{
    deliver("DiskFull", Millis { 60'000 });
    clock_.pass(Millis { 59'000 });
    driver_->tick();
    EXPECT_EQ(firing("DiskFull"), 1U);
    clock_.pass(Millis { 2'000 });
    driver_->tick();
    EXPECT_EQ(firing("DiskFull"), 0U);
}

TEST_F(TimerDriverTest, RaisesAnAlertWhenASourceFallsSilentAndEndsItWhenItReturns)
{
    promise();
    deliver("DiskFull", Millis { 240'000 });
    clock_.pass(std::chrono::seconds { 60 * TimerDriver::kLostAfterCadences + 1 });
    driver_->tick();
    EXPECT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
    EXPECT_EQ(firing("SourceLost"), 1U);
    EXPECT_EQ(ledger_->of(kSource).gaps, 1);
    driver_->tick();
    EXPECT_EQ(ledger_->of(kSource).gaps, 1) << "a loss is reported once";
    clock_.pass(Millis { 1'000 });
    deliver("DiskFull", Millis { 240'000 });
    driver_->tick();
    EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost);
    EXPECT_EQ(firing("SourceLost"), 0U);
}

TEST_F(TimerDriverTest, FiresADeadlineOnce)
{
    Submission log;
    LogIncident incident;
    incident.title = "gone";
    log.command = incident;
    log.actor.user = UserId { "ada" };
    log.actor.roles = { SystemRole::IncidentManager, SystemRole::Resolver };
    ASSERT_TRUE(sequencer_->execute(log).ok());
    DecideMajor declare;
    declare.incident = IncidentId { "INC-1" };
    declare.act = MajorAct::Declare;
    declare.severity = IncidentSeverity::Sev1;
    log.command = declare;
    ASSERT_TRUE(sequencer_->execute(log).ok());
    clock_.pass(std::chrono::minutes { 16 });
    driver_->tick();
    const auto overdue = sequencer_->state()->incidents.find(IncidentId { "INC-1" })->clock(ClockKind::NextUpdate);
    ASSERT_NE(overdue, nullptr);
    EXPECT_TRUE(overdue->breached);
    const std::uint64_t seq = sequencer_->head().seq;
    driver_->tick();
    EXPECT_EQ(sequencer_->head().seq, seq);
}

constexpr Millis kMoment { 1 };
const Millis kLost = std::chrono::seconds { 60 * TimerDriver::kLostAfterCadences };

TEST_F(TimerDriverTest, AnAlertLapsesTheMomentItsLeaseIsOver)
{
    deliver("DiskFull", Millis { 60'000 });
    clock_.pass(Millis { 60'000 } - kMoment);
    driver_->tick();
    EXPECT_EQ(firing("DiskFull"), 1U);
    clock_.pass(kMoment);
    driver_->tick();
    EXPECT_EQ(firing("DiskFull"), 0U);
}

TEST_F(TimerDriverTest, LapsesMoreThanOneCommandHolds)
{
    Delivery delivery;
    delivery.source = kSource;
    for (std::size_t i = 0; i <= Sequencer::kSlice; ++i) {
        AlertReport report;
        report.labels = { { "alertname", "DiskFull" }, { "instance", std::to_string(i) } };
        report.started_at = clock_.now();
        report.lease_until = clock_.now() + Millis { 60'000 };
        delivery.batch.alerts.push_back(report);
    }
    ASSERT_TRUE(intake_->take(*sequencer_, std::move(delivery)).ok());
    EXPECT_EQ(firing("DiskFull"), Sequencer::kSlice + 1);
    clock_.pass(Millis { 60'000 });
    driver_->tick();
    EXPECT_EQ(firing("DiskFull"), 0U);
}

TEST_F(TimerDriverTest, ASourceIsLostAfterMoreThanThreeOfItsIntervals)
{
    promise();
    deliver("DiskFull", Millis { 240'000 });
    const Timestamp heard = clock_.now();
    clock_.pass(kLost);
    driver_->tick();
    EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost);
    EXPECT_EQ(ledger_->of(kSource).gaps, 0);
    clock_.pass(kMoment);
    driver_->tick();
    EXPECT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
    EXPECT_EQ(ledger_->of(kSource).gaps, 1);
    EXPECT_EQ(ledger_->of(kSource).last_delivery_at, heard);
}

TEST_F(TimerDriverTest, ASourceThatPromisesNothingIsNeverLost)
{
    deliver("DiskFull", Millis { 1'000 });
    clock_.pass(std::chrono::hours { 48 });
    driver_->tick();
    EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost);
    EXPECT_EQ(firing("SourceLost"), 0U);
}

TEST_F(TimerDriverTest, OurOwnOutageIsNotTheSourcesSilence)
{
    promise();
    deliver("DiskFull", Millis { 240'000 });
    clock_.pass(std::chrono::hours { 1 });
    driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, nullptr, clock_); // as at a start
    clock_.pass(kLost);
    driver_->tick();
    EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost);
    clock_.pass(kMoment);
    driver_->tick();
    EXPECT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
}

TEST_F(TimerDriverTest, AStartDoesNotBringALostSourceBackButADeliveryDoes)
{
    promise();
    deliver("DiskFull", Millis { 240'000 });
    clock_.pass(kLost + kMoment);
    driver_->tick();
    ASSERT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
    clock_.pass(std::chrono::minutes { 1 });
    driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, nullptr, clock_);
    driver_->tick();
    EXPECT_TRUE(sequencer_->state()->sources.find(kSource)->lost) << "nothing was heard of it";
    deliver("DiskFull", Millis { 240'000 });
    driver_->tick();
    EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost);
    EXPECT_EQ(ledger_->of(kSource).gaps, 1);
}

TEST_F(TimerDriverTest, AClockThatIsSetSilencesNobodyAndHidesNoSilence)
{
    promise();
    for (const Millis leap : { Millis { std::chrono::hours { 1 } }, -Millis { std::chrono::hours { 1 } } }) {
        deliver("DiskFull", Millis { 240'000 });
        driver_->tick();
        clock_.step(leap);
        driver_->tick();
        EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost);
        clock_.pass(kLost + kMoment);
        driver_->tick();
        EXPECT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
        deliver("DiskFull", Millis { 240'000 });
        driver_->tick();
        EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost);
        EXPECT_EQ(ledger_->of(kSource).last_delivery_at, clock_.now());
    }
}

TEST_F(TimerDriverTest, ALostSourceIsJudgedByWhatItPromisesNow)
{
    promise();
    deliver("DiskFull", Millis { 240'000 });
    clock_.pass(kLost + kMoment);
    driver_->tick();
    ASSERT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
    promise(3'600);
    driver_->tick();
    EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost) << "it is in time";
    promise();
    driver_->tick();
    ASSERT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
    promise(0);
    driver_->tick();
    EXPECT_FALSE(sequencer_->state()->sources.find(kSource)->lost) << "nothing is promised";
    EXPECT_EQ(firing("SourceLost"), 0U);
}

class MuteTimerTest : public TimerDriverTest {
protected:
    void execute(Command command, const char* by)
    {
        Submission submission;
        submission.command = std::move(command);
        submission.actor.user = UserId { by };
        submission.actor.roles = { SystemRole::MaintenancePlanner };
        const auto outcome = sequencer_->execute(std::move(submission));
        ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    }

    // Approved, on what belongs to no service.
    void plan_window(Millis from, Millis to)
    {
        PlanWindow plan;
        plan.title = "Switch";
        plan.services = { kUnknownService };
        plan.from = began_ + from;
        plan.to = began_ + to;
        execute(plan, "planner");
        MoveWindow move;
        move.window = WindowId { "MW-" + std::to_string(++windows_) };
        execute(move, "approver");
    }

    void at(Millis time)
    {
        clock_.pass(began_ + time - clock_.now());
        driver_->tick();
    }

    std::int64_t heard() const { return sequencer_->state()->firing; }

    const Timestamp began_ = clock_.now();
    int windows_ = 0;
};

constexpr Millis kLongLease { 36'000'000 };

TEST_F(TimerDriverTest, AServiceThatIsDefinedTakesWhatFiresAlreadyWithoutANewDelivery)
{
    deliver("ShopDown", kLongLease);
    deliver("MailDown", kLongLease);
    driver_->tick();
    clock_.pass(Millis { 60'000 }); // what was settled is looked through no more
    driver_->tick();
    Submission submission;
    submission.command
        = SetService { { .id = ServiceId { "shop" }, .name = "Shop", .match = { { "alertname", "ShopDown" } } } };
    submission.actor.user = UserId { "system" };
    submission.actor.system = true;
    ASSERT_TRUE(sequencer_->execute(std::move(submission)).ok());
    clock_.pass(Millis { 1'000 });
    driver_->tick();
    std::map<std::string, std::string> services;
    sequencer_->state()->alerts.for_each(
        [&](const AlertId&, const Alert& alert) { services[alert.name] = alert.service.text; });
    EXPECT_EQ(services["ShopDown"], "shop");
    EXPECT_EQ(services["MailDown"], kUnknownService.text);
    const std::uint64_t seq = sequencer_->head().seq;
    clock_.pass(Millis { 1'000 });
    driver_->tick();
    EXPECT_EQ(sequencer_->head().seq, seq) << "once";
}

TEST_F(MuteTimerTest, AMuteEndsTheMomentItsWindowDoes)
{
    plan_window(Millis { 1'000 }, Millis { 60'000 });
    at(Millis { 0 });
    at(Millis { 30'000 });
    deliver("Down", kLongLease);
    EXPECT_EQ(heard(), 0);
    at(Millis { 60'000 } - kMoment);
    EXPECT_EQ(heard(), 0);
    at(Millis { 60'000 });
    EXPECT_EQ(heard(), 1) << "though nothing was delivered since";
    const std::uint64_t seq = sequencer_->head().seq;
    at(Millis { 61'000 });
    EXPECT_EQ(sequencer_->head().seq, seq);
}

TEST_F(MuteTimerTest, AMuteEndsWithItsWindowAlsoAfterARestart)
{
    plan_window(Millis { 1'000 }, Millis { 60'000 });
    clock_.pass(Millis { 30'000 });
    deliver("Down", kLongLease);
    driver_->tick();
    driver_.reset();
    clock_.pass(Millis { 600'000 });
    driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, nullptr, clock_);
    EXPECT_EQ(heard(), 0);
    driver_->tick();
    EXPECT_EQ(heard(), 1);
}

TEST_F(MuteTimerTest, AWindowThatBeginsMutesAndWhatAnotherMutesStaysMuted)
{
    plan_window(Millis { 10'000 }, Millis { 60'000 });
    plan_window(Millis { 50'000 }, Millis { 90'000 });
    deliver("Down", kLongLease);
    at(Millis { 9'000 });
    EXPECT_EQ(heard(), 1);
    at(Millis { 10'000 });
    EXPECT_EQ(heard(), 0);
    at(Millis { 60'000 });
    EXPECT_EQ(heard(), 0);
    at(Millis { 90'000 });
    EXPECT_EQ(heard(), 1);
}

TEST_F(MuteTimerTest, HearsMoreThanOneCommandHolds)
{
    plan_window(Millis { 1'000 }, Millis { 60'000 });
    clock_.pass(Millis { 30'000 });
    Delivery delivery;
    delivery.source = kSource;
    for (std::size_t i = 0; i < Sequencer::kSlice + 1; ++i) {
        AlertReport report;
        report.labels = { { "alertname", "Down" }, { "instance", std::to_string(i) } };
        report.started_at = clock_.now();
        delivery.batch.alerts.push_back(std::move(report));
    }
    ASSERT_TRUE(intake_->take(*sequencer_, std::move(delivery)).ok());
    driver_->tick();
    EXPECT_EQ(heard(), 0);
    at(Millis { 60'000 });
    EXPECT_EQ(heard(), static_cast<std::int64_t>(Sequencer::kSlice + 1));
}

// Decided in the last moment of the window, published after the round that ended it.
TEST_F(MuteTimerTest, LooksAgainForAWhile)
{
    plan_window(Millis { 1'000 }, Millis { 60'000 });
    at(Millis { 30'000 });
    at(Millis { 60'000 });
    clock_.pass(Millis { -1 });
    deliver("Down", kLongLease);
    EXPECT_EQ(heard(), 0);
    at(Millis { 61'000 });
    EXPECT_EQ(heard(), 1);
}

TEST_F(TimerDriverTest, WritesRenewedLeasesAndCountsEveryFiveSeconds)
{
    const auto stored_end = [&] { return store_->leases(JournalId { "main" }).value().at(0).end; };
    deliver("First", Millis { 600'000 });
    driver_->tick();
    const Timestamp first = stored_end();
    deliver("First", Millis { 900'000 });
    clock_.pass(Millis { 5'000 } - kMoment);
    driver_->tick();
    EXPECT_EQ(stored_end(), first);
    SourceLedger before { *store_ };
    ASSERT_TRUE(before.load(JournalId { "main" }, { kSource }).ok());
    EXPECT_EQ(before.of(kSource).deliveries, 1);
    clock_.pass(kMoment);
    driver_->tick();
    EXPECT_GT(stored_end(), first);
    SourceLedger after { *store_ };
    ASSERT_TRUE(after.load(JournalId { "main" }, { kSource }).ok());
    EXPECT_EQ(after.of(kSource).deliveries, 2);
    const Timestamp second = stored_end();
    clock_.step(-std::chrono::hours { 1 });
    deliver("First", std::chrono::hours { 3 });
    clock_.pass(Millis { 5'000 });
    driver_->tick();
    EXPECT_GT(stored_end(), second) << "also after the clock was set back";
}

class SealingTest : public TimerDriverTest {
protected:
    void SetUp() override
    {
        TimerDriverTest::SetUp();
        auto samples = SqliteSamplesStore::open(folder_ / "samples.db", {});
        ASSERT_TRUE(samples.ok());
        samples_ = std::move(samples).value();
        driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, samples_.get(), clock_);
    }

    void measure(const ResourceId& resource, Timestamp at)
    {
        ASSERT_TRUE(samples_->append(resource, std::vector<Sample> { { at, 1.5 } }, clock_.now()).ok());
    }

    std::vector<SamplesSealed> seals()
    {
        driver_->tick();
        std::vector<SamplesSealed> found;
        const auto read = store_->read_after(JournalId { "main" }, 0, {});
        for (const SealedEntry& sealed : read.value()) {
            const auto entry = decode_entry(sealed);
            if (const auto* seal = std::get_if<SamplesSealed>(&entry.value().payload)) {
                found.push_back(*seal);
            }
        }
        return found;
    }

    void pass_to(Timestamp at) { clock_.pass(at - clock_.now()); }

    const ResourceId kCpu { "host/cpu" };
    const ResourceId kDisk { "host/disk" };
    std::unique_ptr<SqliteSamplesStore> samples_;
};

TEST_F(SealingTest, SealsEachHourSixMinutesAfterItsEndAndAfterAStart)
{
    const Timestamp started = clock_.now();
    const Timestamp this_hour { started.millis / kHourMillis * kHourMillis };
    const Timestamp last_hour { this_hour.millis - kHourMillis };
    measure(kCpu, last_hour + Millis { 5 });
    measure(kDisk, last_hour + Millis { 6 });
    measure(kCpu, this_hour + Millis { 7 });
    pass_to(started + std::chrono::minutes { 6 } - kMoment);
    EXPECT_TRUE(seals().empty()) << "sources may still bring what they measured while nobody listened";
    pass_to(started + std::chrono::minutes { 6 });
    const auto first = seals();
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].hour, last_hour);
    EXPECT_EQ(first[0].blocks, 2);
    const auto blocks = samples_->close_hour(last_hour, clock_.now());
    ASSERT_EQ(blocks.value().size(), 2U);
    std::string input;
    for (const ClosedBlock& block : blocks.value()) {
        input.append(block.resource.text).append(1, '\0').append(as_view(block.hash));
    }
    EXPECT_EQ(first[0].digest, to_hex(as_view(sha256(input))));
    EXPECT_EQ(samples_->sealed_until(), this_hour);

    pass_to(this_hour + std::chrono::minutes { 66 } - kMoment);
    EXPECT_EQ(seals().size(), 1U);
    pass_to(this_hour + std::chrono::minutes { 66 });
    const auto second = seals();
    ASSERT_EQ(second.size(), 2U);
    EXPECT_EQ(second[1].hour, this_hour);
    EXPECT_EQ(second[1].blocks, 1);
    pass_to(this_hour + std::chrono::minutes { 130 });
    EXPECT_EQ(seals().size(), 2U) << "an hour without samples has nothing to seal";
    EXPECT_EQ(samples_->sealed_until(), this_hour + std::chrono::hours { 2 });
}

// What is sealed takes no more samples.
TEST_F(SealingTest, SealsNothingByAClockThatWasJustSet)
{
    const Timestamp this_hour { clock_.now().millis / kHourMillis * kHourMillis };
    measure(kCpu, this_hour + Millis { 7 });
    pass_to(this_hour + std::chrono::minutes { 30 });
    driver_->tick();
    const Timestamp sealed = samples_->sealed_until();
    clock_.step(std::chrono::hours { 24 });
    driver_->tick();
    clock_.pass(std::chrono::minutes { 6 } - kMoment);
    driver_->tick();
    EXPECT_EQ(samples_->sealed_until(), sealed);
    clock_.step(-std::chrono::hours { 24 });
    driver_->tick();
    EXPECT_EQ(samples_->sealed_until(), sealed);
    clock_.pass(std::chrono::minutes { 40 });
    driver_->tick();
    EXPECT_EQ(samples_->sealed_until(), this_hour + std::chrono::hours { 1 });
}

}
TEST_F(TimerDriverTest, MakesAWorkOrderOnceAlsoAfterARestart)
{
    Submission submission;
    Asset ups { .id = AssetId { "ups-1" }, .name = "UPS", .vendor_interval_days = 180 };
    ups.last_maintained_at = clock_.now() - std::chrono::hours { 24 * 170 };
    submission.command = SetAsset { ups };
    submission.actor.system = true;
    ASSERT_TRUE(sequencer_->execute(std::move(submission)).ok());
    driver_->tick();
    EXPECT_EQ(sequencer_->state()->work_orders.size(), 1U);
    start();
    driver_->tick();
    sequencer_.reset();
    auto again = Sequencer::open(*store_, JournalId { "main" }, JournalPurpose::Main, clock_);
    ASSERT_TRUE(again.ok());
    sequencer_ = std::move(again).value();
    start();
    clock_.pass(std::chrono::minutes { 1 });
    driver_->tick();
    EXPECT_EQ(sequencer_->state()->work_orders.size(), 1U);
    EXPECT_TRUE(sequencer_->state()->work_orders.find(WorkOrderId { "WO-1" })->planned_by.empty());
}

}
