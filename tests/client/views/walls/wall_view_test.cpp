// SPDX-License-Identifier: Apache-2.0
// The wall below a declared major, as a 55-inch display shows it from four metres.
#include "client/language/text.h"
#include "client/views/walls/wall_view.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class WallViewTest : public testing::Test {
protected:
    WallViewTest()
    {
        ThemeOptions look;
        look.surface = Surface::Wall;
        apply_theme(look);
    }
    ~WallViewTest() override { apply_theme({}); }

    void declare_major()
    {
        Room& room = console_.room;
        const AlertId down = console_.fire("Down", "shop");
        const LogIncident log { .title = "Shop is down", .services = { ServiceId { "shop" } }, .alerts = { down } };
        const IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            room.resolver);
    }

    void draw()
    {
        console_.open(console_.room.manager);
        for (int i = 0; i < 4; ++i) {
            console_.transport.poll();
            ui_.frame([&] { static_cast<void>(view_->draw(console_.input())); });
        }
    }

    static int shown(std::string_view part)
    {
        const auto& items = mirror().items();
        return static_cast<int>(std::count_if(items.begin(), items.end(), [&](const MirrorItem& item) {
            return item.rect.height > 0 && item.label.find(part) != std::string::npos;
        }));
    }

    static int lanes(Text name)
    {
        const auto& items = mirror().items();
        return static_cast<int>(std::count_if(items.begin(), items.end(), [&](const MirrorItem& item) {
            return item.role == Role::List && item.label.starts_with(std::string(tr(name)) + ": ");
        }));
    }

    HeadlessUi ui_ { { 1920, 1080 } };
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_wall_view();
};

TEST_F(WallViewTest, BelowAMajorAtLeastFourAlertsStandAndTheRestIsCounted)
{
    declare_major();
    for (int i = 0; i < 12; ++i) {
        console_.fire("Slow" + std::to_string(i), "mail", "warning");
    }
    draw();
    const int rows = shown("Slow");
    EXPECT_GE(rows, 4);
    EXPECT_LT(rows, 12);
    EXPECT_EQ(shown(tr(Text::More, std::to_string(12 - rows))), 1);
    for (const MirrorItem& item : mirror().items()) {
        EXPECT_LE(item.rect.y + item.rect.height, 1080) << item.label;
    }
}

TEST_F(WallViewTest, FewAlertsAreAllShownAndNothingIsCounted)
{
    declare_major();
    console_.fire("Slow", "mail", "warning");
    draw();
    EXPECT_EQ(shown("Slow"), 1);
    EXPECT_EQ(shown(" more"), 0);
}

TEST_F(WallViewTest, AMajorIsNamedByItsTitleUntilSomebodySetsAHeadline)
{
    declare_major();
    draw();
    EXPECT_EQ(shown("INC-1: Shop is down"), 1);
    console_.done(
        ClassifyIncident { .incident = IncidentId { "INC-1" }, .headline = "Rolling back" }, console_.room.resolver);
    draw();
    EXPECT_EQ(shown("INC-1: Rolling back"), 1);
    EXPECT_EQ(shown("Shop is down"), 0);
}

// A figure like 12:46 beside the clock reads as a time of day.
TEST_F(WallViewTest, HowLongAMajorLastsIsSaidInWords)
{
    declare_major();
    console_.room.now = console_.room.now + std::chrono::minutes { 12 };
    draw();
    EXPECT_EQ(shown(tr(Text::WallSince, "12 min")), 1);
}

TEST_F(WallViewTest, WhatBeganBeforeTheLastHourAndStillFiresHasItsLane)
{
    declare_major();
    draw();
    console_.room.now = console_.room.now + std::chrono::hours { 3 };
    draw(); // it has turned to the last hour by itself
    EXPECT_EQ(lanes(Text::LaneAlerts), 1);
    EXPECT_EQ(lanes(Text::LaneEntries), 0) << "nothing there: it would only take room";
}

// What has just happened is in it: all of this bears the time of now.
TEST_F(WallViewTest, TheLastHourHasALaneForAllThatHappened)
{
    declare_major();
    const IncidentId id { "INC-1" };
    for (const NoteKind kind : { NoteKind::Decision, NoteKind::Observation }) {
        console_.done(AddNote { .incident = id, .kind = kind, .text = "Said" }, console_.room.resolver);
    }
    draw();
    for (const ImGuiKey key : { ImGuiKey_Space, ImGuiKey_RightArrow }) {
        HeadlessUi::press_key(key);
        draw();
    }
    for (const Text lane : { Text::LaneDecisions, Text::LaneAlerts, Text::LaneEntries, Text::LaneStates }) {
        EXPECT_EQ(lanes(lane), 1) << tr(lane);
    }
}

}
}
