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
