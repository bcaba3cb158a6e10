// SPDX-License-Identifier: Apache-2.0
#include "client/app/alarm_bell.h"

#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr Timestamp kNow { 1'000'000 };

AlarmOccasions with(SoundCause cause, std::string occasion)
{
    AlarmOccasions occasions;
    occasions[static_cast<std::size_t>(cause)] = std::move(occasion);
    return occasions;
}

const std::string& occasion(const AlarmOccasions& occasions, SoundCause cause)
{
    return occasions[static_cast<std::size_t>(cause)];
}

TEST(AlarmBellTest, SilenceLastsUntilTheNextOccasion)
{
    AlarmBell bell;
    bell.update(with(SoundCause::CriticalAlert, "disk/1"), kNow);
    EXPECT_EQ(bell.sounding(), SoundCause::CriticalAlert);
    bell.silence();
    bell.update(with(SoundCause::CriticalAlert, "disk/1"), kNow + AlarmBell::kRepeat);
    EXPECT_EQ(bell.sounding(), std::nullopt);
    bell.update(with(SoundCause::CriticalAlert, "disk/9"), kNow + AlarmBell::kRepeat);
    EXPECT_EQ(bell.sounding(), SoundCause::CriticalAlert);
    bell.update({}, kNow + AlarmBell::kRepeat);
    EXPECT_EQ(bell.sounding(), std::nullopt);
}

TEST(AlarmBellTest, EachPressSilencesOneCauseGravestFirst)
{
    AlarmBell bell;
    AlarmOccasions all;
    all.fill("now");
    bell.update(all, kNow);
    for (const auto cause : { SoundCause::LostLink, SoundCause::VacantCommand, SoundCause::CallForYou,
             SoundCause::CriticalAlert, SoundCause::OverdueUpdate }) {
        EXPECT_EQ(bell.sounding(), cause);
        bell.silence();
    }
    EXPECT_EQ(bell.sounding(), std::nullopt);
}

TEST(AlarmBellTest, WhatHasJustBegunIsHeardOnceBesideWhatRepeats)
{
    AlarmBell bell;
    AlarmOccasions occasions = with(SoundCause::VacantCommand, "INC-1");
    bell.update(occasions, kNow);
    EXPECT_EQ(bell.due(kNow), SoundCause::VacantCommand);
    bell.played(SoundCause::VacantCommand, kNow);
    EXPECT_EQ(bell.due(kNow + seconds { 5 }), std::nullopt);
    occasions[static_cast<std::size_t>(SoundCause::CallForYou)] = "INC-1/commander";
    bell.update(occasions, kNow + seconds { 5 });
    EXPECT_EQ(bell.due(kNow + seconds { 5 }), SoundCause::CallForYou) << "at once, though command is vacant";
    bell.played(SoundCause::CallForYou, kNow + seconds { 5 });
    EXPECT_EQ(bell.due(kNow + AlarmBell::kRepeat), SoundCause::VacantCommand) << "the gravest repeats";
    bell.played(SoundCause::VacantCommand, kNow + AlarmBell::kRepeat);
    EXPECT_EQ(bell.due(kNow + AlarmBell::kRepeat + seconds { 10 }), std::nullopt) << "and it alone";
}

TEST(AlarmBellTest, TwoTonesNeverSoundAtOnce)
{
    AlarmBell bell;
    AlarmOccasions all;
    all.fill("now");
    bell.update(all, kNow);
    EXPECT_EQ(bell.due(kNow), SoundCause::LostLink);
    bell.played(SoundCause::LostLink, kNow);
    EXPECT_EQ(bell.due(kNow + AlarmBell::kApart - Millis { 1 }), std::nullopt);
    EXPECT_EQ(bell.due(kNow + AlarmBell::kApart), SoundCause::VacantCommand);
}

TEST(AlarmBellTest, FindsItsOccasionsInTheState)
{
    ConsoleRoom console;
    EXPECT_EQ(alarm_occasions(console.room.state, console.room.now, false), AlarmOccasions {});
    EXPECT_FALSE(occasion(alarm_occasions(console.room.state, console.room.now, true), SoundCause::LostLink).empty());
    const AlertId down = console.fire("Down", "shop");
    EXPECT_FALSE(
        occasion(alarm_occasions(console.room.state, console.room.now, false), SoundCause::CriticalAlert).empty());
    console.done(AcknowledgeAlert { .alert = down }, console.room.desk);
    EXPECT_TRUE(
        occasion(alarm_occasions(console.room.state, console.room.now, false), SoundCause::CriticalAlert).empty());
}

}
}
