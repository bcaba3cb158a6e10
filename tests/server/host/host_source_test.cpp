// SPDX-License-Identifier: Apache-2.0
#include "server/host/host_source.h"

#include "server/journal/sqlite_store.h"
#include "server/samples/sqlite_samples_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

// A busy processor raises no alarm of the room: it would sound with every build on the server's machine.
TEST(HostSourceTest, AProcessorIsCriticalOnlyWhenNothingIsLeftOfIt)
{
    TemporaryFolder folder;
    FakeClock clock;
    auto store = SqliteStore::open(folder / "journal.db", {});
    ASSERT_TRUE(store.ok());
    auto sequencer = Sequencer::open(*store.value(), kMain, JournalPurpose::Main, clock);
    ASSERT_TRUE(sequencer.ok());
    auto samples = SqliteSamplesStore::open(folder / "samples.db", {});
    ASSERT_TRUE(samples.ok());
    Submission own;
    own.command = SetSource { { .id = HostSource::kSource, .kind = SourceKind::Host } };
    own.actor.user = UserId { "system" };
    own.actor.system = true;
    ASSERT_TRUE(sequencer.value()->execute(std::move(own)).ok());
    CapacityMonitor monitor(*sequencer.value(), *samples.value(), clock);
    HostReadings readings;
    readings.cpu = { .busy = 100, .total = 1'000 };
    readings.memory = { .total_bytes = 1'000, .used_bytes = 400 };
    HostSource source(monitor, clock, [&] { return readings; });
    source.read_once();
    clock.pass(HostSource::kCadence);
    readings.cpu = { .busy = 197, .total = 1'100 };
    source.read_once();
    const ResourceId processor { "host-cpu" };
    const CapacityResource* known = sequencer.value()->state()->resources.find(processor);
    ASSERT_NE(known, nullptr);
    EXPECT_EQ(known->warn_percent, 90);
    EXPECT_EQ(known->critical_percent, 100);
    EXPECT_EQ(samples.value()->latest(processor)->sample.value, 97);
    EXPECT_EQ(sequencer.value()->state()->resources.find(ResourceId { "host-memory" })->critical_percent, 90);
}

}
}
