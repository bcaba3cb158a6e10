// SPDX-License-Identifier: Apache-2.0
#include "server/timers/timer_driver.h"

#include "server/intake/intake.h"
#include "server/journal/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class TimerDriverTest : public testing::Test {
protected:
    void SetUp() override
    {
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        ASSERT_TRUE(store.ok());
        store_ = std::move(store).value();
        auto sequencer = Sequencer::open(*store_, JournalId { "main" }, JournalPurpose::Main, clock_);
        ASSERT_TRUE(sequencer.ok());
        sequencer_ = std::move(sequencer).value();
        ledger_ = std::make_unique<SourceLedger>(*store_);
        intake_ = std::make_unique<Intake>(*ledger_, clock_);
        driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, nullptr, clock_);
    }

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

    std::size_t firing(std::string_view rule) const
    {
        std::size_t count = 0;
        sequencer_->state()->alerts.for_each([&](const AlertId&, const Alert& alert) {
            count += alert.name == rule && alert.state == AlertState::Firing ? 1U : 0U;
        });
        return count;
    }

    const SourceId kSource { "prometheus" };
    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<SourceLedger> ledger_;
    std::unique_ptr<Intake> intake_;
    std::unique_ptr<TimerDriver> driver_;
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

TEST_F(TimerDriverTest, RaisesAnAlertWhenAHeartbeatStopsAndEndsItWhenItReturns)
{
    deliver(std::string(Intake::kHeartbeatRule), Millis { 240'000 });
    EXPECT_EQ(firing(Intake::kHeartbeatRule), 0U) << "a heartbeat is no alert";
    clock_.pass(std::chrono::seconds { Intake::kHeartbeatSeconds * TimerDriver::kLostAfterCadences + 1 });
    driver_->tick();
    EXPECT_TRUE(sequencer_->state()->sources.find(kSource)->lost);
    EXPECT_EQ(firing("SourceLost"), 1U);
    EXPECT_EQ(ledger_->of(kSource).gaps, 1);
    driver_->tick();
    EXPECT_EQ(ledger_->of(kSource).gaps, 1) << "a loss is reported once";
    clock_.pass(Millis { 1'000 });
    deliver(std::string(Intake::kHeartbeatRule), Millis { 240'000 });
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

}
}
