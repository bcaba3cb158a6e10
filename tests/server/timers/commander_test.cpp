// SPDX-License-Identifier: Apache-2.0
// When command is uncertain: not while the commander is there, wherever they work.
#include "shared/wire/entries/entry_codec.h"
#include "tests/server/timers/timer_fixture.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::minutes;

class CommanderTest : public TimerFixture {
protected:
    void SetUp() override
    {
        TimerFixture::SetUp();
        start();
        done(SetUser { { .id = ada_.user, .name = "Ada", .roles = ada_.roles } }, { .system = true });
        done(LogIncident { .title = "Shop is down" }, ada_);
        done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, ada_);
        driver_->tick();
    }

    void TearDown() override { driver_.reset(); } // it asks who is there

    void start()
    {
        TimerFixture::start();
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
    Presence presence_;
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
