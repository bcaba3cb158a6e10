// SPDX-License-Identifier: Apache-2.0
// When command is uncertain: not while the commander is there, wherever they work.
#include "server/journal/sqlite_store.h"
#include "server/timers/timer_driver.h"
#include "shared/wire/entries/entry_codec.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::minutes;

class CommanderTest : public testing::Test {
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
        start();
        done(SetUser { { .id = ada_.user, .name = "Ada", .roles = ada_.roles } }, { .system = true });
        done(LogIncident { .title = "Shop is down" }, ada_);
        done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, ada_);
        driver_->tick();
    }

    void start()
    {
        driver_ = std::make_unique<TimerDriver>(*store_, *sequencer_, *ledger_, nullptr, clock_);
        driver_->watch_people(presence_);
    }

    void done(Command command, const Actor& by)
    {
        Submission submission;
        submission.command = std::move(command);
        submission.actor = by;
        const auto outcome = sequencer_->execute(std::move(submission));
        ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    }

    bool uncertain_after(minutes time)
    {
        clock_.pass(time);
        driver_->tick();
        const auto state = sequencer_->state();
        const Incident* incident = state->incidents.find(id_);
        return incident != nullptr && incident->command_uncertain;
    }

    const IncidentId id_ { "INC-1" };
    const Actor ada_ { .user = UserId { "ada" },
        .roles = { SystemRole::IncidentManager, SystemRole::Resolver, SystemRole::ServiceDesk } };
    TemporaryFolder folder_;
    FakeClock clock_;
    Presence presence_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<SourceLedger> ledger_;
    std::unique_ptr<TimerDriver> driver_;
};

TEST_F(CommanderTest, WhoSaysNothingAnywhereIsUncertain)
{
    EXPECT_FALSE(uncertain_after(minutes { 9 }));
    EXPECT_TRUE(uncertain_after(minutes { 1 }));
}

TEST_F(CommanderTest, AConnectedConsoleIsASignOfLife)
{
    auto stream = presence_.attend(ada_.user);
    for (int minute = 0; minute < 30; ++minute) {
        ASSERT_FALSE(uncertain_after(minutes { 1 })) << minute;
    }
    stream.reset();
    EXPECT_FALSE(uncertain_after(minutes { 9 }));
    EXPECT_TRUE(uncertain_after(minutes { 1 }));
}

TEST_F(CommanderTest, AnActAnywhereIsOneToo)
{
    EXPECT_FALSE(uncertain_after(minutes { 8 }));
    presence_.acted(ada_.user);
    EXPECT_FALSE(uncertain_after(minutes { 1 }));
    EXPECT_FALSE(uncertain_after(minutes { 9 }));
    EXPECT_TRUE(uncertain_after(minutes { 1 }));
}

TEST_F(CommanderTest, AConsoleThatOpensAgainTakesTheDoubtBack)
{
    ASSERT_TRUE(uncertain_after(minutes { 10 }));
    const auto bob = presence_.attend(UserId { "bob" });
    EXPECT_TRUE(uncertain_after(minutes { 1 })) << "that is somebody else";
    auto stream = presence_.attend(ada_.user);
    EXPECT_FALSE(uncertain_after(minutes { 1 }));
    EXPECT_FALSE(uncertain_after(minutes { 30 }));
    stream.reset();
    EXPECT_FALSE(uncertain_after(minutes { 9 }));
    EXPECT_TRUE(uncertain_after(minutes { 1 })) << "and it may come again";
}

TEST_F(CommanderTest, AnActAnywhereTakesTheDoubtBack)
{
    ASSERT_TRUE(uncertain_after(minutes { 10 }));
    presence_.acted(ada_.user);
    EXPECT_FALSE(uncertain_after(minutes { 1 }));
    EXPECT_TRUE(uncertain_after(minutes { 10 })) << "one act is one sign";
    const auto entries = store_->read_subject(JournalId { "main" }, id_.text, 0, {});
    ASSERT_TRUE(entries.ok());
    std::vector<Alarm> raised;
    for (const SealedEntry& sealed : entries.value()) {
        const auto entry = decode_entry(sealed);
        ASSERT_TRUE(entry.ok()) << entry.error().message;
        const auto* alarm = std::get_if<AlarmRaised>(&entry.value().payload);
        if (alarm != nullptr && (alarm->alarm == Alarm::CommandUncertain || alarm->alarm == Alarm::CommandRegained)) {
            raised.push_back(alarm->alarm);
        }
    }
    EXPECT_EQ(
        raised, (std::vector<Alarm> { Alarm::CommandUncertain, Alarm::CommandRegained, Alarm::CommandUncertain }));
}

TEST_F(CommanderTest, AStartOfTheServerIsNobodysSignOfLife)
{
    ASSERT_TRUE(uncertain_after(minutes { 10 }));
    start();
    EXPECT_TRUE(uncertain_after(minutes { 1 }));
    EXPECT_TRUE(uncertain_after(minutes { 1 }));
}

TEST_F(CommanderTest, SomebodyElsesConsoleIsNone)
{
    const auto stream = presence_.attend(UserId { "bob" });
    EXPECT_TRUE(uncertain_after(minutes { 10 }));
}

TEST_F(CommanderTest, AfterAStartTheirConsoleHasTimeToComeBack)
{
    clock_.pass(minutes { 60 });
    start();
    EXPECT_FALSE(uncertain_after(minutes { 0 }));
    EXPECT_FALSE(uncertain_after(minutes { 9 }));
    EXPECT_TRUE(uncertain_after(minutes { 1 }));
}

}
}
