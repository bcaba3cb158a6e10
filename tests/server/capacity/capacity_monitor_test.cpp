// SPDX-License-Identifier: Apache-2.0
#include "server/capacity/capacity_monitor.h"

#include "server/journal/sqlite_store.h"
#include "server/samples/sqlite_samples_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/main_journal.h"
#include "tests/support/set_meanwhile.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const ResourceId kDisk { "disk" };
constexpr std::chrono::minutes kMinute { 1 };

// A disk of a hundred units, warned of at 80 and critical at 90.
class CapacityMonitorTest : public testing::Test {
protected:
    CapacityMonitorTest()
    {
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        VERIFY(store.ok());
        store_ = std::move(store).value();
        auto sequencer = Sequencer::open(*store_, kMain, JournalPurpose::Main, clock_);
        VERIFY(sequencer.ok());
        sequencer_ = std::move(sequencer).value();
        auto samples = SqliteSamplesStore::open(folder_ / "samples.db", {});
        VERIFY(samples.ok());
        samples_ = std::move(samples).value();
        monitor_ = std::make_unique<CapacityMonitor>(*sequencer_, *samples_, clock_);
    }

    static CapacityResource disk(std::int64_t cadence_seconds = 60)
    {
        CapacityResource resource;
        resource.id = kDisk;
        resource.name = "Disk";
        resource.unit = "bytes";
        resource.total_milli = 100'000;
        resource.cadence_seconds = cadence_seconds;
        return resource;
    }

    CapacityResource known() const { return *sequencer_->state()->resources.find(kDisk); }
    std::uint64_t entries() const { return sequencer_->head().seq; }

    // What a crossing reports is decided before this is.
    CapacityLevel level()
    {
        CapacityResource other = disk();
        other.id = ResourceId { "mark" };
        other.query = std::to_string(++marks_);
        EXPECT_TRUE(monitor_->define(other).ok());
        return known().level;
    }

    Sample now(double value) { return { clock_.now(), value }; }
    Sample before(std::chrono::seconds ago, double value) { return { clock_.now() - ago, value }; }

    void measured(const std::vector<Sample>& samples)
    {
        const auto recorded = monitor_->record(kDisk, samples);
        EXPECT_TRUE(recorded.ok()) << recorded.error().message;
    }

    // Each a quarter of a minute after the one before; the level after the last.
    CapacityLevel every_quarter_minute(const std::vector<double>& values)
    {
        for (const double value : values) {
            clock_.pass(std::chrono::seconds { 15 });
            measured({ now(value) });
        }
        return level();
    }

    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<SqliteSamplesStore> samples_;
    std::unique_ptr<CapacityMonitor> monitor_;
    int marks_ = 0;
};

TEST_F(CapacityMonitorTest, ADefinitionIsRecordedOnceAndATotalThatWaversIsNoNews)
{
    ASSERT_TRUE(monitor_->define(disk()).ok());
    const std::uint64_t first = entries();
    ASSERT_TRUE(monitor_->define(disk()).ok());
    CapacityResource wavering = disk();
    wavering.total_milli += 400;
    ASSERT_TRUE(monitor_->define(wavering).ok());
    EXPECT_EQ(entries(), first);
    wavering.total_milli = 101'000;
    ASSERT_TRUE(monitor_->define(wavering).ok());
    EXPECT_EQ(known().total_milli, 101'000);
    wavering.query = "node_filesystem_size_bytes";
    ASSERT_TRUE(monitor_->define(wavering).ok());
    EXPECT_EQ(known().query, "node_filesystem_size_bytes");
}

TEST_F(CapacityMonitorTest, WhatPeopleChangedStays)
{
    ASSERT_TRUE(monitor_->define(disk()).ok());
    Submission changed;
    CapacityResource by_people = known();
    by_people.warn_percent = 50;
    by_people.name = "The big disk";
    changed.command = DefineCapacity { by_people };
    changed.actor.user = UserId { "system" };
    changed.actor.system = true;
    ASSERT_TRUE(sequencer_->execute(std::move(changed)).ok());
    CapacityResource larger = disk();
    larger.total_milli = 200'000;
    ASSERT_TRUE(monitor_->define(larger).ok());
    EXPECT_EQ(known().total_milli, 200'000);
    EXPECT_EQ(known().warn_percent, 50);
    EXPECT_EQ(known().name, "The big disk");
}

TEST_F(CapacityMonitorTest, SamplesOfNothingKnownAreRefused)
{
    const auto refused = monitor_->record(kDisk, std::vector { now(1) });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::NotFound);
    EXPECT_FALSE(samples_->latest(kDisk).has_value());
}

TEST_F(CapacityMonitorTest, TheNewestSampleCrossesWhateverOrderTheyComeIn)
{
    ASSERT_TRUE(monitor_->define(disk()).ok());
    measured({ before(kMinute, 10), now(95), before(2 * kMinute, 10) });
    EXPECT_EQ(level(), CapacityLevel::Critical);
}

TEST_F(CapacityMonitorTest, ALateSampleCrossesNothing)
{
    ASSERT_TRUE(monitor_->define(disk()).ok());
    measured({ now(85) });
    EXPECT_EQ(level(), CapacityLevel::Warning);
    measured({ before(kMinute, 10) });
    EXPECT_EQ(level(), CapacityLevel::Warning);
    clock_.pass(kMinute);
    measured({ now(10) });
    EXPECT_EQ(level(), CapacityLevel::Normal);
}

TEST_F(CapacityMonitorTest, WhatIsMeasuredOftenCrossesAfterAMinuteOfIt)
{
    ASSERT_TRUE(monitor_->define(disk(15)).ok());
    EXPECT_EQ(every_quarter_minute({ 95, 95 }), CapacityLevel::Normal) << "not for long enough yet";
    EXPECT_EQ(every_quarter_minute({ 95, 95, 95 }), CapacityLevel::Critical);
}

TEST_F(CapacityMonitorTest, ADipWithinTheMinuteHoldsTheRise)
{
    ASSERT_TRUE(monitor_->define(disk(15)).ok());
    EXPECT_EQ(every_quarter_minute({ 95, 95, 20, 95, 95 }), CapacityLevel::Normal);
    EXPECT_EQ(every_quarter_minute({ 95, 95, 95 }), CapacityLevel::Critical);
}

TEST_F(CapacityMonitorTest, APeakWithinTheMinuteHoldsTheFall)
{
    ASSERT_TRUE(monitor_->define(disk(15)).ok());
    ASSERT_EQ(every_quarter_minute({ 95, 95, 95, 95, 95 }), CapacityLevel::Critical);
    EXPECT_EQ(every_quarter_minute({ 20, 20, 95, 20, 20 }), CapacityLevel::Critical);
    EXPECT_EQ(every_quarter_minute({ 20, 20, 20 }), CapacityLevel::Normal);
}

TEST_F(CapacityMonitorTest, ALevelThatIsHeldIsNotReportedAgain)
{
    ASSERT_TRUE(monitor_->define(disk()).ok());
    measured({ now(95) });
    ASSERT_EQ(level(), CapacityLevel::Critical);
    const std::uint64_t crossed = entries();
    clock_.pass(kMinute);
    measured({ now(96) });
    EXPECT_EQ(level(), CapacityLevel::Critical);
    EXPECT_EQ(entries(), crossed + 1) << "which is the mark's own";
}

TEST_F(CapacityMonitorTest, ANewTotalTakesNothingBackThatPeopleChangeMeanwhile)
{
    ASSERT_TRUE(monitor_->define(disk()).ok());
    for (int round = 1; round <= 20; ++round) {
        CapacityResource by_people = known();
        by_people.warn_percent = 30 + round;
        CapacityResource larger = disk();
        larger.total_milli = 100'000 * (round + 1);
        set_meanwhile(*sequencer_, DefineCapacity { by_people }, [&] { EXPECT_TRUE(monitor_->define(larger).ok()); });
        ASSERT_EQ(known().warn_percent, 30 + round);
        ASSERT_EQ(known().total_milli, larger.total_milli);
    }
}

}
}
