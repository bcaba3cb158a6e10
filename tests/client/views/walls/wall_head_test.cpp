// SPDX-License-Identifier: Apache-2.0
// What stands above everything on a wall, and what a wall may not count.
#include "client/language/text.h"
#include "client/views/walls/condition_line.h"
#include "client/views/walls/wall_rows.h"
#include "client/views/walls/wall_view.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class WallHeadTest : public testing::Test {
protected:
    WallHeadTest()
    {
        ThemeOptions look;
        look.surface = Surface::Wall;
        apply_theme(look);
    }
    ~WallHeadTest() override { apply_theme({}); }

    IncidentId declare(const std::string& service, IncidentSeverity severity = IncidentSeverity::Sev1)
    {
        Room& room = console_.room;
        const LogIncident log { .title = service + " is down", .services = { ServiceId { service } } };
        const IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = severity }, room.resolver);
        return id;
    }

    void disable(const Actor& person)
    {
        console_.done(
            SetUser { { .id = person.user, .name = person.user.text, .roles = person.roles, .disabled = true } },
            console_.room.administrator);
    }

    void draw()
    {
        console_.open(console_.room.manager);
        redraw();
    }

    void redraw()
    {
        for (int i = 0; i < 4; ++i) {
            console_.transport.poll();
            if (asks_) {
                console_.replica.update();
            }
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

    static int banners()
    {
        const auto& items = mirror().items();
        return static_cast<int>(std::count_if(
            items.begin(), items.end(), [](const MirrorItem& item) { return item.role == Role::Banner; }));
    }

    bool asks_ = false; // as the program does in every frame
    HeadlessUi ui_ { { 1920, 1080 } };
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_wall_view();
};

TEST_F(WallHeadTest, NothingIsTheMatterAndNothingStandsAbove)
{
    draw();
    EXPECT_EQ(banners(), 0);
    EXPECT_EQ(shown(tr(Text::WallFiring, "0", "0")), 1);
}

TEST_F(WallHeadTest, WithNoSourceNothingIsCounted)
{
    console_.room.state.sources = {};
    draw();
    EXPECT_EQ(shown(tr(Text::WallNoSource)), 1);
    EXPECT_EQ(shown(" firing, "), 0);
}

// A disabled commander is none.
TEST_F(WallHeadTest, OneLineNamesTheServicesOfAllMajorsWithoutACommander)
{
    declare("shop");
    declare("mail", IncidentSeverity::Sev2);
    draw();
    EXPECT_EQ(banners(), 0);
    disable(console_.room.resolver);
    draw();
    EXPECT_EQ(banners(), 1);
    EXPECT_EQ(shown(tr(Text::WallNoCommander, "shop, mail")), 1);
}

TEST_F(WallHeadTest, TheWorstStandsFirstAndTheRestBesideIt)
{
    declare("shop");
    draw();
    disable(console_.room.resolver);
    console_.transport.state = LiveState::Lost;
    redraw();
    const ViewInput input = console_.input();
    const auto conditions = wall_conditions(input, wall_majors(input.state, input.as_of(), WallAudience::Room));
    ASSERT_EQ(conditions.size(), 2U);
    EXPECT_TRUE(conditions[0].name.starts_with("FROZEN at "));
    EXPECT_EQ(conditions[1].words(), tr(Text::WallNoCommander, "shop"));
    ConditionLayout layout;
    ui_.draw([&] { layout = lay_out_conditions(conditions, 1'800); });
    float largest = 0;
    for (const WallPiece& piece : layout.pieces.pieces) {
        largest = std::max(largest, piece.text.size);
        EXPECT_TRUE(piece.shape || piece.text.size >= wall_letters(kLeastMinutes)) << piece.spoken;
        EXPECT_LE(piece.at.x + piece.text.width, 1'800);
    }
    EXPECT_GT(largest, wall_letters(kHeadlineMinutes)) << "larger than anything below it";
    EXPECT_FALSE(layout.pieces.cut());
}

// On a panel of 1920×1080.
TEST_F(WallHeadTest, AFewWordsStandBesideALongName)
{
    WallCondition condition;
    condition.name = "FROZEN at 12:11:35";
    condition.concerned = { "no link to the server" };
    ConditionLayout layout;
    ui_.draw([&] { layout = lay_out_conditions({ condition }, 1'842); });
    EXPECT_LT(layout.pieces.height, 1.2F * wall_letters(kConditionMinutes)) << "the majors need the room below";
    EXPECT_FALSE(layout.pieces.cut());
}

TEST_F(WallHeadTest, ABriefConditionLeavesTheRoomToTheMajors)
{
    WallCondition condition;
    condition.name = "NEW CRITICAL";
    condition.concerned = { "Remote access", "Online shop", "Telephony" };
    condition.brief = true;
    ConditionLayout layout;
    ui_.draw([&] { layout = lay_out_conditions({ condition }, 1'842); });
    EXPECT_LE(layout.pieces.height, 2 * wall_letters(kFigureMinutes));
    EXPECT_FALSE(layout.pieces.cut());
    const auto& pieces = layout.pieces.pieces;
    EXPECT_TRUE(std::any_of(
        pieces.begin(), pieces.end(), [&](const WallPiece& piece) { return piece.spoken == condition.words(); }));
}

TEST_F(WallHeadTest, WhatThereIsNoRoomForIsCounted)
{
    WallCondition condition;
    condition.name = "NO COMMANDER";
    for (int i = 0; i < 30; ++i) {
        condition.concerned.push_back("A service with a long name " + std::to_string(i));
    }
    ConditionLayout layout;
    ui_.draw([&] { layout = lay_out_conditions({ condition }, 1'800); });
    std::string last;
    for (const WallPiece& piece : layout.pieces.pieces) {
        last = piece.text.lines.empty() ? last : piece.text.lines.back();
    }
    EXPECT_NE(last.find("… +"), std::string::npos) << last;
    EXPECT_FALSE(layout.pieces.cut());
}

TEST_F(WallHeadTest, WhileFrozenNothingThatIsToldGoesOn)
{
    declare("shop");
    console_.room.pass(minutes { 12 } + seconds { 30 });
    draw();
    EXPECT_EQ(shown(tr(Text::WallSince, "12 min")), 1);
    console_.transport.state = LiveState::Lost;
    console_.room.pass(minutes { 40 });
    redraw();
    EXPECT_EQ(shown("FROZEN at "), 1);
    EXPECT_GE(shown(tr(Text::WallSince, "12 min")), 1);
    EXPECT_EQ(shown("OVERDUE"), 0) << "nobody knows";
    const ViewInput input = console_.input();
    EXPECT_GE(input.now - input.as_of(), Millis { minutes { 40 } });
    EXPECT_LT(input.now - input.as_of(), Millis { minutes { 41 } });
}

TEST_F(WallHeadTest, VisitorsReadInPlainWordsThatItStandsStill)
{
    declare("shop");
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.resolver);
    console_.room.pass(minutes { 12 } + seconds { 30 });
    draw();
    console_.transport.state = LiveState::Lost;
    console_.room.pass(minutes { 40 });
    redraw();
    EXPECT_GE(shown("this display has lost its connection"), 1);
    EXPECT_EQ(shown("FROZEN"), 0);
    EXPECT_EQ(shown("server"), 0);
    EXPECT_GE(shown(tr(Text::WallSince, "12 min")), 1) << "nobody knows how long it lasts by now";
}

TEST_F(WallHeadTest, TheSevIsAMarkOfItsOwn)
{
    declare("shop", IncidentSeverity::Sev3);
    draw();
    EXPECT_GE(shown("SEV3"), 1);
}

TEST_F(WallHeadTest, OfNineMajorsTheWorstStandOnTheWallAndTheRestIsCountedBySeverity)
{
    for (int i = 0; i < 8; ++i) {
        declare("mail", IncidentSeverity::Sev3);
    }
    const IncidentId worst = declare("shop", IncidentSeverity::Sev1);
    draw();
    EXPECT_GE(shown(worst.text), 1) << "though it is the youngest";
    EXPECT_EQ(shown("+4: SEV3 4"), 1);
}

TEST_F(WallHeadTest, WhatVisitorsMayNotKnowIsNotShownAndNeverZero)
{
    console_.fire("Down", "shop");
    declare("shop");
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.resolver);
    draw();
    EXPECT_GE(shown(tr(Text::WallNotShown)), 1);
    EXPECT_EQ(shown(" firing, "), 0);
    EXPECT_EQ(shown(tr(Text::WallCommander, "resolver")), 0);
    EXPECT_EQ(shown("shop is down"), 0);
    EXPECT_EQ(shown("INC-"), 0) << "nor its number";
    EXPECT_GE(shown("SEV1"), 1);
    disable(console_.room.resolver);
    redraw();
    EXPECT_EQ(banners(), 0) << "who commands is not theirs to know";
}

TEST_F(WallHeadTest, VisitorsNeverReadOurNameForAService)
{
    Service ours;
    ours.id = ServiceId { "hr-secret-project" };
    ours.name = "Secret project";
    console_.room.state.services.set(ours.id, ours);
    declare("hr-secret-project");
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.resolver);
    draw();
    EXPECT_EQ(shown("ecret"), 0);
    EXPECT_GE(shown(tr(Text::UnnamedService)), 1);
    EXPECT_EQ(shown("Next update"), 0) << "what the room promised itself is its own";
    EXPECT_EQ(shown("OVERDUE"), 0);
}

TEST_F(WallHeadTest, TheAudienceDecidesWhatMayBeKnown)
{
    for (const WallSubject subject : { WallSubject::Alerts, WallSubject::Sources, WallSubject::Capacity,
             WallSubject::Maintenance, WallSubject::Timeline, WallSubject::Command }) {
        EXPECT_TRUE(may_know(WallAudience::Room, subject));
        EXPECT_FALSE(may_know(WallAudience::Visitor, subject));
    }
    EXPECT_TRUE(may_know(WallAudience::Visitor, WallSubject::Services));
}

class WallExerciseTest : public WallHeadTest {
protected:
    WallExerciseTest()
    {
        asks_ = true;
        console_.room.state.purpose = JournalPurpose::Drill;
        console_.transport.answer = [room = console_.transport.answer, this](const HttpRequest& request) {
            if (request.path != "/api/v1/summary?journal=main") {
                return room(request);
            }
            HttpResponse response;
            response.status = status_;
            response.body = summary_;
            return response;
        };
    }

    int status_ = 200;
    std::string summary_
        = R"({"alerts_firing":9,"incidents_open":2,"majors":[{"id":"INC-4","services":["Payments"],"severity":"SEV1"},)"
          R"({"id":"INC-7","services":["Core network"],"severity":"SEV2"}],"seq":9,"worst":"critical"})";
};

TEST_F(WallExerciseTest, ADrillDoesNotHideTheRealMajors)
{
    draw();
    EXPECT_GE(shown(tr(Text::WallExercise)), 1);
    EXPECT_GE(shown(tr(Text::WallRealMajors, "SEV1 Payments, SEV2 Core network")), 1);
}

TEST_F(WallExerciseTest, WhatElseIsReallyTheMatterIsSaidToo)
{
    summary_ = R"({"alerts_firing":2,"incidents_open":1,"seq":9,"worst":"major"})";
    draw();
    EXPECT_GE(shown("2 firing, the worst "), 1);
    EXPECT_EQ(shown("REAL MAJOR"), 0);
}

TEST_F(WallExerciseTest, WhenNobodyKnowsItSaysSo)
{
    status_ = 503;
    draw();
    EXPECT_GE(shown(tr(Text::WallRealUnknown)), 1);
}

}
}
