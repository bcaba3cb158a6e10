// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/rotation.h"

#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace watchfloor {
namespace {

constexpr Millis kShort { 1 };
constexpr std::array<PageTurn, 3> kThree { PageTurn { kAlertsPage }, PageTurn { "services" }, PageTurn { "hour" } };

TEST(RotationTest, TurnsAfterItsTimeAndRoundAgain)
{
    Rotation rotation;
    rotation.update(kThree, {}, kMorning);
    EXPECT_EQ(rotation.shown(kThree), kAlertsPage);
    rotation.update(kThree, {}, kMorning + Rotation::kPage - kShort);
    EXPECT_EQ(rotation.shown(kThree), kAlertsPage);
    EXPECT_GT(rotation.progress(kThree, kMorning + Rotation::kPage - kShort), 0.9F);
    std::vector<std::string_view> pages;
    for (int turn = 1; turn <= 3; ++turn) {
        rotation.update(kThree, {}, kMorning + Rotation::kPage * turn);
        pages.push_back(*rotation.shown(kThree));
    }
    EXPECT_EQ(pages, (std::vector<std::string_view> { "services", "hour", kAlertsPage }));
}

TEST(RotationTest, AnotherStandsInForAPageThatHasNothingToShow)
{
    Rotation rotation;
    rotation.arrive(parse_location("/wall?page=hour"));
    const std::array<PageTurn, 2> two { PageTurn { "services" }, PageTurn { "capacity" } };
    rotation.update(two, {}, kMorning);
    EXPECT_EQ(rotation.shown(two), "services");
    rotation.update(kThree, {}, kMorning + kShort);
    EXPECT_EQ(rotation.shown(kThree), "hour") << "it has something again";
    rotation.update(two, {}, kMorning + Rotation::kPage);
    EXPECT_EQ(rotation.shown(two), "capacity") << "after the one that stood in";
    rotation.update({}, {}, kMorning + Rotation::kPage * 2);
    EXPECT_FALSE(rotation.shown({}));
    EXPECT_EQ(rotation.page, "capacity") << "as long as there is none";
}

TEST(RotationTest, APauseStopsItAndSaysSo)
{
    Rotation rotation;
    rotation.update(kThree, {}, kMorning);
    rotation.pause(true, kMorning);
    rotation.update(kThree, {}, kMorning + Rotation::kPage * 5);
    EXPECT_EQ(rotation.shown(kThree), kAlertsPage);
    EXPECT_EQ(rotation.progress(kThree, kMorning + Rotation::kPage / 2), 0.0F);
}

TEST(RotationTest, APageThatIsHeldStaysAndANewCriticalIsToldElsewhere)
{
    Rotation rotation;
    rotation.arrive(parse_location("/wall?page=hour&paused=1"));
    rotation.update(kThree, kMorning, kMorning);
    EXPECT_EQ(rotation.shown(kThree), "hour");
    EXPECT_FALSE(rotation.pinned());
    EXPECT_TRUE(rotation.critical_waits());
    rotation.update(kThree, kMorning, kMorning + Rotation::kPinned);
    EXPECT_FALSE(rotation.critical_waits()) << "it is not new any more";
    rotation.update(kThree, std::nullopt, kMorning + kShort);
    EXPECT_FALSE(rotation.critical_waits()) << "somebody acknowledged it";
    rotation.arrive(parse_location("/wall?page=alerts&paused=1"));
    rotation.update(kThree, kMorning, kMorning);
    EXPECT_FALSE(rotation.critical_waits()) << "it is seen";
}

TEST(RotationTest, WhoHoldsAPinnedPageHoldsTheAlerts)
{
    Rotation rotation;
    rotation.arrive(parse_location("/wall?page=hour"));
    rotation.update(kThree, kMorning, kMorning);
    rotation.pause(true, kMorning);
    rotation.update(kThree, std::nullopt, kMorning + kShort);
    EXPECT_EQ(rotation.shown(kThree), kAlertsPage);
}

TEST(RotationTest, ANewCriticalPinsTheAlertsForFiveMinutes)
{
    Rotation rotation;
    rotation.arrive(parse_location("/wall?page=hour"));
    rotation.update(kThree, kMorning - Rotation::kPinned, kMorning);
    EXPECT_EQ(rotation.shown(kThree), "hour") << "it is not new any more";
    rotation.update(kThree, kMorning - Rotation::kPinned + kShort, kMorning);
    EXPECT_EQ(rotation.shown(kThree), kAlertsPage);
    EXPECT_TRUE(rotation.pinned());
    rotation.update(kThree, std::nullopt, kMorning + kShort);
    EXPECT_EQ(rotation.shown(kThree), "hour") << "somebody acknowledged it";
}

TEST(RotationTest, APinnedPageStaysAndTheRoundGoesOnAfterwards)
{
    Rotation rotation;
    rotation.arrive(parse_location("/wall?page=services"));
    rotation.update(kThree, kMorning, kMorning);
    rotation.update(kThree, kMorning, kMorning + Rotation::kPage * 2);
    EXPECT_EQ(rotation.shown(kThree), kAlertsPage);
    rotation.update(kThree, kMorning, kMorning + Rotation::kPinned);
    EXPECT_EQ(rotation.shown(kThree), "services") << "for its whole time";
}

// Whoever stands before the wall may look at something else.
TEST(RotationTest, WhoTurnsAwayFromACriticalIsLeftAloneUntilTheNext)
{
    Rotation rotation;
    rotation.update(kThree, kMorning, kMorning);
    rotation.turn(kThree, 1, kMorning);
    rotation.update(kThree, kMorning, kMorning + kShort);
    EXPECT_EQ(rotation.shown(kThree), "services");
    rotation.update(kThree, kMorning + seconds { 2 }, kMorning + seconds { 2 });
    EXPECT_EQ(rotation.shown(kThree), kAlertsPage);
}

TEST(RotationTest, EachPageStandsForItsOwnTime)
{
    const std::array<PageTurn, 2> two { PageTurn { "services", seconds { 5 } }, PageTurn { "hour", seconds { 60 } } };
    Rotation rotation;
    rotation.update(two, {}, kMorning);
    rotation.update(two, {}, kMorning + seconds { 5 } - kShort);
    EXPECT_EQ(rotation.shown(two), "services");
    rotation.update(two, {}, kMorning + seconds { 5 });
    EXPECT_EQ(rotation.shown(two), "hour");
    EXPECT_EQ(rotation.progress(two, kMorning + seconds { 35 }), 0.5F);
    rotation.update(two, {}, kMorning + seconds { 65 } - kShort);
    EXPECT_EQ(rotation.shown(two), "hour");
    rotation.update(two, {}, kMorning + seconds { 65 });
    EXPECT_EQ(rotation.shown(two), "services");
}

// A playlist without the alerts hides no critical.
TEST(RotationTest, ACriticalComesUpThoughItsPageIsNotAmongThem)
{
    const std::array<PageTurn, 2> two { PageTurn { "services" }, PageTurn { "hour" } };
    Rotation rotation;
    rotation.arrive(parse_location("/wall?page=hour"));
    rotation.update(two, kMorning, kMorning);
    EXPECT_EQ(rotation.shown(two), kAlertsPage);
    rotation.turn(two, 1, kMorning);
    EXPECT_EQ(rotation.shown(two), "hour") << "what it held up";
    rotation.turn(two, 1, kMorning);
    EXPECT_EQ(rotation.shown(two), "services");
}

TEST(RotationTest, TurnsBackOverTheFirst)
{
    Rotation rotation;
    rotation.turn(kThree, -1, kMorning);
    EXPECT_EQ(rotation.page, "hour");
    rotation.turn({}, 1, kMorning);
    EXPECT_EQ(rotation.page, "hour");
}

TEST(RotationTest, AClockThatWasSetBackDoesNotHoldThePage)
{
    Rotation rotation;
    rotation.update(kThree, {}, kMorning);
    const Timestamp back = kMorning - hours { 1 };
    rotation.update(kThree, {}, back);
    rotation.update(kThree, {}, back + Rotation::kPage);
    EXPECT_EQ(rotation.shown(kThree), "services");
}

TEST(RotationTest, TheAddressSaysWhatShowsAndKeepsTheRest)
{
    Rotation rotation;
    rotation.arrive(parse_location("/wall?language=pseudo&page=hour"));
    EXPECT_FALSE(rotation.paused);
    rotation.pause(true, kMorning);
    const Location address = rotation.address(parse_location("/wall?language=pseudo&page=services"));
    EXPECT_EQ(format_location(address), "/wall?language=pseudo&page=hour&paused=1");
    Rotation again;
    again.arrive(address);
    EXPECT_EQ(again.page, "hour");
    EXPECT_TRUE(again.paused);
}

TEST(RotationTest, WhatStandsAloneTurnsToNothing)
{
    const std::array<PageTurn, 1> one { PageTurn { "services" } };
    Rotation rotation;
    rotation.update(one, {}, kMorning);
    EXPECT_EQ(rotation.progress(one, kMorning + Rotation::kPage / 2), 0.0F);
}

TEST(MajorTurnsTest, TurnsWithThePagesRhythmAndRoundAgain)
{
    MajorTurns turns;
    turns.update(3, false, kMorning);
    EXPECT_EQ(turns.turn, 0U);
    EXPECT_EQ(turns.progress(3, false, kMorning + Rotation::kPage / 2), 0.5F);
    std::vector<std::size_t> seen;
    for (int i = 1; i <= 3; ++i) {
        turns.update(3, false, kMorning + Rotation::kPage * i);
        seen.push_back(turns.turn);
    }
    EXPECT_EQ(seen, (std::vector<std::size_t> { 1, 2, 0 }));
    turns.update(1, false, kMorning + Rotation::kPage * 9);
    EXPECT_EQ(turns.turn, 0U) << "all have a line";
    EXPECT_EQ(turns.progress(1, false, kMorning + Rotation::kPage * 9), 0.0F);
}

TEST(MajorTurnsTest, AHandHoldsAndTurnsThem)
{
    MajorTurns turns;
    turns.update(3, true, kMorning);
    turns.update(3, true, kMorning + Rotation::kPage * 2);
    EXPECT_EQ(turns.turn, 0U);
    turns.step(3, -1, kMorning);
    EXPECT_EQ(turns.turn, 2U);
    turns.step(3, 1, kMorning);
    EXPECT_EQ(turns.turn, 0U);
    turns.step(1, 1, kMorning);
    EXPECT_EQ(turns.turn, 0U);
}

}
}
