// SPDX-License-Identifier: Apache-2.0
// Two displays side by side: one shows the majors, the other the rest.
#include "client/views/walls/wall_pages.h"

#include "tests/support/wall_on_screen.h"

namespace watchfloor {
namespace {

class WallRolesTest : public WallOnScreen {
protected:
    WallRolesTest()
    {
        console_.display = TokenId { "wall-1" };
        const Token token {
            .id = *console_.display, .name = "North", .scopes = { "wall" }, .wall = WallAudience::Room
        };
        console_.done(SetToken { token }, console_.room.manager);
    }

    void be(WallRole role)
    {
        console_.done(FitWall { *console_.display, 55, 400, role }, console_.room.manager);
        draw();
    }

    void declare(int count)
    {
        Room& room = console_.room;
        for (int i = 0; i < count; ++i) {
            const LogIncident log { .title = "Outage", .services = { ServiceId { "mail" } } };
            const IncidentId id { room.when(log, room.desk).value().created };
            console_.done(log, room.desk);
            console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 },
                room.resolver);
        }
    }

    static bool on_any_page()
    {
        return on_page(Text::WallPageAlerts) || on_page(Text::WallPageServices) || on_page(Text::WallPageHour);
    }
};

TEST_F(WallRolesTest, VisitorsReadMoreMajorsInsteadOfWhatIsNotShown)
{
    declare(7);
    Incident told = *console_.room.state.incidents.find(IncidentId { "INC-1" });
    told.updates = { { .audience = UpdateAudience::Customers, .text = "We are working on it." } };
    console_.room.state.incidents.set(told.id, told);
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.manager);
    arrive("/wall");
    EXPECT_EQ(shown("SEV2"), 7) << "no page takes their room";
    EXPECT_EQ(shown("We are working on it."), 1) << "in the table too";
    EXPECT_EQ(shown("Outage"), 0);
    EXPECT_EQ(shown(tr(Text::WallNoneAnnounced)), 0);
    EXPECT_GE(shown(tr(Text::WallNotShown)), 1) << "the footer says it";
}

TEST_F(WallRolesTest, TheLeftOneShowsTheMajorsAloneAndListsMoreOfThem)
{
    declare(7);
    arrive("/wall");
    EXPECT_TRUE(on_any_page());
    EXPECT_EQ(shown("INC-7"), 0) << "above pages five are listed";
    be(WallRole::Majors);
    EXPECT_FALSE(on_any_page());
    for (int i = 1; i <= 7; ++i) {
        EXPECT_EQ(shown("INC-" + std::to_string(i)), 1) << i;
    }
    for (const MirrorItem& item : mirror().items()) {
        EXPECT_LE(item.rect.y + item.rect.height, 1083) << item.label;
    }
}

TEST_F(WallRolesTest, TheLeftOneTurnsItsPagesWhileThereIsNoMajor)
{
    arrive("/wall");
    be(WallRole::Majors);
    EXPECT_TRUE(on_any_page());
}

TEST_F(WallRolesTest, TheRightOneShowsPagesAloneAndWhatEverybodyMustKnow)
{
    declare_major();
    Actor& gone = console_.room.resolver;
    console_.done(SetUser { { .id = gone.user, .name = gone.user.text, .roles = gone.roles, .disabled = true } },
        console_.room.administrator);
    arrive("/wall");
    EXPECT_EQ(shown("INC-1: Shop is down"), 1);
    EXPECT_GE(shown("NO COMMANDER"), 1);
    const MirrorItem* below = mirror().find(Role::Region, tr(Text::WallPageServices));
    ASSERT_NE(below, nullptr);
    const float usual = below->rect.height;
    be(WallRole::Rest);
    EXPECT_EQ(shown("INC-1: Shop is down"), 0);
    EXPECT_GE(shown("NO COMMANDER"), 1);
    const MirrorItem* page = mirror().find(Role::Region, tr(Text::WallPageServices));
    ASSERT_NE(page, nullptr);
    EXPECT_GT(page->rect.height, usual);
    EXPECT_GT(page->rect.height, 540);
}

TEST_F(WallRolesTest, EachMajorHasItsTurnOnTheWall)
{
    declare(7);
    arrive("/wall?paused=1&page=services");
    EXPECT_EQ(shown("INC-7"), 0);
    bool seen = false;
    for (int turn = 0; turn < 7 && !seen; ++turn) {
        console_.room.pass(seconds { 31 });
        draw();
        seen = shown("INC-7") == 1;
    }
    EXPECT_TRUE(seen) << "though the page is held";
    EXPECT_EQ(shown("INC-1"), 1) << "the first one stays";
}

}
}
