// SPDX-License-Identifier: Apache-2.0
// What takes turns on a display as the desk chose it.
#include "client/views/walls/wall_pages.h"

#include "client/views/walls/hour_rows.h"
#include "tests/support/wall_on_screen.h"

namespace watchfloor {
namespace {

class WallPlaylistTest : public WallOnScreen {
protected:
    WallPlaylistTest()
    {
        console_.display = TokenId { "wall-1" };
        const Token token {
            .id = *console_.display, .name = "North", .scopes = { "wall" }, .wall = WallAudience::Room
        };
        console_.done(SetToken { token }, console_.room.manager);
    }

    void choose(std::vector<WallTurn> pages)
    {
        console_.done(SetWallPages { *console_.display, std::move(pages) }, console_.room.manager);
        draw();
    }

    // Of this service, with a note of its own.
    void log_about(const char* service, const char* note)
    {
        Room& room = console_.room;
        const LogIncident log { .title = std::string(service) + " is slow", .services = { ServiceId { service } } };
        const IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        console_.done(AddNote { .incident = id, .kind = NoteKind::Decision, .text = note }, room.resolver);
    }
};

TEST_F(WallPlaylistTest, TheWallFollowsItWithTheNextEventEachPageForItsSeconds)
{
    log_incident();
    arrive("/wall");
    EXPECT_TRUE(on_page(Text::WallPageAlerts));
    choose({ { "", WallPageKind::Hour, 5 }, { "", WallPageKind::Services, 60 } });
    EXPECT_TRUE(on_page(Text::WallPageHour));
    console_.room.pass(seconds { 5 });
    draw();
    EXPECT_TRUE(on_page(Text::WallPageServices));
    console_.room.pass(seconds { 59 });
    draw();
    EXPECT_TRUE(on_page(Text::WallPageServices));
    console_.room.pass(seconds { 1 });
    draw();
    EXPECT_TRUE(on_page(Text::WallPageHour)) << "and round again";
    choose({});
    EXPECT_TRUE(on_page(Text::WallPageHour)) << "it is one of all";
    console_.room.pass(Rotation::kPage * 3);
    draw();
    EXPECT_TRUE(on_page(Text::WallPageAlerts));
}

TEST_F(WallPlaylistTest, APageThatHoldsNothingIsLeftOutUntilItDoes)
{
    arrive("/wall");
    choose({ { "", WallPageKind::Capacity, 10 }, { "", WallPageKind::Services, 10 } });
    EXPECT_TRUE(on_page(Text::WallPageServices));
    console_.room.pass(seconds { 10 });
    draw();
    EXPECT_TRUE(on_page(Text::WallPageServices));
    define("disk", "Shop disk");
    console_.room.pass(seconds { 10 });
    draw();
    EXPECT_TRUE(on_page(Text::WallPageCapacity));
}

TEST_F(WallPlaylistTest, AnothersDisplayIsNoneOfItsBusiness)
{
    arrive("/wall");
    choose({ { "", WallPageKind::Hour, 10 } });
    console_.display = TokenId { "wall-2" };
    arrive("/wall");
    EXPECT_TRUE(on_page(Text::WallPageServices));
}

// The exercise's journal knows of no display; where it hangs and what it shows there stays.
TEST_F(WallPlaylistTest, AnExerciseIsShownAsTheRealRoomIs)
{
    console_.set_up.pages = { { "", WallPageKind::Hour, 10 } };
    console_.set_up.distance_centimetres = 700;
    log_about("shop", "Roll it back");
    console_.room.state.displays = {};
    console_.room.state.purpose = JournalPurpose::Drill;
    arrive("/wall");
    EXPECT_TRUE(on_page(Text::WallPageHour));
    const WallDisplay* display = own_display(console_.input());
    ASSERT_NE(display, nullptr);
    EXPECT_EQ(display->distance_centimetres, 700);
}

TEST_F(WallPlaylistTest, ANewCriticalComesUpThoughTheAlertsWereNotChosen)
{
    arrive("/wall");
    choose({ { "", WallPageKind::Services, 10 } });
    EXPECT_TRUE(on_page(Text::WallPageServices));
    console_.fire("Down", "shop");
    draw();
    EXPECT_TRUE(on_page(Text::WallPageAlerts));
}

TEST_F(WallPlaylistTest, APageThatIsHeldStaysAndTheHeadTellsOfANewCritical)
{
    arrive("/wall?page=services&paused=1");
    EXPECT_EQ(shown(tr(Text::WallNewCritical)), 0);
    console_.fire("Down", "shop");
    draw();
    EXPECT_TRUE(on_page(Text::WallPageServices));
    EXPECT_GE(shown(tr(Text::WallNewCritical)), 1);
}

TEST_F(WallPlaylistTest, WhatAnIncidentHasIsCountedWhereNoPageListsIt)
{
    arrive("/wall");
    EXPECT_EQ(shown(tr(Text::WallInIncidents, "1")), 0);
    log_incident();
    draw();
    EXPECT_EQ(shown(tr(Text::WallInIncidents, "1")), 1);
}

TEST_F(WallPlaylistTest, AnAlertOfNoServiceIsToldByItsResource)
{
    define("disk", "Shop disk");
    AlertReport report;
    report.labels = { { "alertname", "CapacityCritical" }, { "resource", "disk" }, { "severity", "major" } };
    report.started_at = console_.room.now;
    console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    arrive("/wall?page=alerts&paused=1");
    EXPECT_EQ(shown("Shop disk"), 1);
}

TEST_F(WallPlaylistTest, OneResourcesCurveFillsAPage)
{
    define("disk", "Shop disk");
    arrive("/wall");
    choose({ { "disk", WallPageKind::Resource, 10 } });
    const MirrorItem* page = mirror().find(Role::Region, "Shop disk");
    ASSERT_NE(page, nullptr);
    const MirrorItem* curve = mirror().find(Role::Image, "Shop disk");
    ASSERT_NE(curve, nullptr);
    EXPECT_GT(curve->rect.height, page->rect.height / 2);
    EXPECT_LE(curve->rect.y + curve->rect.height, 1080);
    press(ImGuiKey_RightArrow);
    EXPECT_EQ(console_.location.value("page"), "resource:disk");
}

TEST_F(WallPlaylistTest, OneServicesHourTellsOfItAlone)
{
    log_about("shop", "Roll it back");
    log_about("mail", "Wait for it");
    console_.fire("Slow", "mail", "warning");
    arrive("/wall");
    choose({ { "shop", WallPageKind::Service, 10 } });
    const MirrorItem* page = mirror().find(Role::Region, tr(Text::WallPageServiceHour, "shop"));
    ASSERT_NE(page, nullptr);
    EXPECT_GE(shown("Roll it back"), 1);
    EXPECT_EQ(shown("Wait for it"), 0);
    EXPECT_EQ(shown(tr(Text::WallHourAlerts, "1", "MAJ 1")), 0);
    choose({ { "mail", WallPageKind::Service, 10 } });
    EXPECT_GE(shown("Wait for it"), 1);
    EXPECT_EQ(shown("Roll it back"), 0);
    const HourRows rows = hour_rows(console_.input(), ServiceId { "mail" });
    EXPECT_EQ(counted(rows.alerts), 1U);
    EXPECT_EQ(counted(rows.still), 0U);
    EXPECT_EQ(counted(rows.fired[kHourMinutes - 1]), 1U) << "now is its last minute";
    console_.room.pass(hours { 2 });
    load();
    const HourRows later = hour_rows(console_.input(), ServiceId { "mail" });
    EXPECT_EQ(counted(later.alerts), 0U);
    EXPECT_EQ(counted(later.still), 1U);
}

}
}
