// SPDX-License-Identifier: Apache-2.0
// Alerts of one cause, and what the board says of what it has no room for.
#include "client/app/shell.h"
#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "tests/support/board_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

void fire_on(
    ConsoleRoom& console, const char* name, const char* service, const char* severity, const std::string& instance)
{
    AlertReport report;
    report.labels
        = { { "alertname", name }, { "instance", instance }, { "service", service }, { "severity", severity } };
    report.started_at = console.room.now;
    console.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
}

class BoardGroupsTest : public BoardViewTest {
protected:
    // Three disks of the shop that fill one after the other.
    void fill_disks()
    {
        for (const char* instance : { "db1", "db2", "db3" }) {
            console_.room.pass(minutes { 10 });
            fire_on(console_, "DiskFull", "shop", "critical", instance);
        }
        draw();
    }

    static MirrorItem head_of(std::string_view beginning)
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.role == Role::Row && item.label.starts_with(beginning); });
        return at == mirror().items().end() ? MirrorItem {} : *at;
    }

    // The row of the group, as it is said.
    static std::string group_row(std::string_view beginning) { return head_of(beginning).label; }

    void click_at(float x, float y)
    {
        auto& io = ImGui::GetIO();
        io.AddMousePosEvent(x, y);
        draw();
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        draw();
    }
};

TEST_F(BoardGroupsTest, ThreeOfOneCauseAreAGroupInThePlaceOfTheirWorst)
{
    fill_disks();
    for (const char* instance : { "m1", "m2", "m3" }) {
        fire_on(console_, "Chatty", "mail", "info", instance);
    }
    const BoardRows rows = board_rows(console_.room.state, console_.room.now, "");
    ASSERT_FALSE(rows.flood);
    ASSERT_EQ(rows.groups.size(), 3U);
    EXPECT_EQ(rows.groups[0].service, "shop");
    EXPECT_EQ(rows.groups[0].cause, "DiskFull");
    EXPECT_EQ(rows.groups[0].differs, "instance db1, db2, db3");
    EXPECT_EQ(rows.groups[1].service, "") << "one of a cause stands for itself";
    ASSERT_EQ(rows.groups[1].alerts.size(), 2U);
    EXPECT_EQ(rows.groups[1].alerts[0].name, "Down");
    EXPECT_EQ(rows.groups[2].cause, "Chatty");
    EXPECT_EQ(rows.alerts, 8U);
}

TEST_F(BoardGroupsTest, TwoOfOneCauseNeedNoGroup)
{
    fire_on(console_, "DiskFull", "shop", "critical", "db1");
    fire_on(console_, "DiskFull", "shop", "critical", "db2");
    fire_on(console_, "DiskFull", "mail", "critical", "db3");
    EXPECT_EQ(board_rows(console_.room.state, console_.room.now, "").groups.size(), 1U);
}

TEST_F(BoardGroupsTest, AGroupSaysWhenItsMembersBeganAndHowTheyDiffer)
{
    fill_disks();
    EXPECT_EQ(group_row("shop: DiskFull"),
        "shop: DiskFull, 3 alerts, instance db1, db2, db3, 3 of 3 began within the last hour, the latest 0 s ago");
    console_.room.pass(minutes { 45 });
    console_.open(console_.room.resolver);
    draw(6);
    EXPECT_NE(
        group_row("shop: DiskFull").find("2 of 3 began within the last hour, the latest 45 min ago"), std::string::npos)
        << group_row("shop: DiskFull");
}

TEST_F(BoardGroupsTest, AGroupOfACauseIsSelectedAndAcknowledgedAsAWhole)
{
    fill_disks();
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    EXPECT_NE(mirror().find(Role::Group, "3 selected"), nullptr);
    press_key(ImGuiKey_X);
    EXPECT_EQ(sent_.size(), 3U);
}

TEST_F(BoardGroupsTest, OneKeyFoldsTheGroupsAndTheirLineMeansAllOfThem)
{
    fill_disks();
    press_key(ImGuiKey_Z);
    EXPECT_TRUE(shows("opens to the list"));
    EXPECT_FALSE(shows("Critical, shop, DiskFull")) << "its members are folded";
    EXPECT_TRUE(shows("Critical, shop, Down")) << "what stands for itself is not";
    press_key(ImGuiKey_DownArrow);
    EXPECT_TRUE(chosen_row().starts_with("shop: DiskFull")) << chosen_row();
    press_key(ImGuiKey_DownArrow);
    EXPECT_TRUE(chosen_row().starts_with("Critical, shop, Down")) << chosen_row();
    press_key(ImGuiKey_UpArrow);
    press_key(ImGuiKey_X);
    EXPECT_EQ(sent_.size(), 3U);
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(shows("Critical, shop, DiskFull")) << "Enter opens it to them";
}

TEST_F(BoardGroupsTest, AClickOnItsHeadChoosesTheGroupWhateverWasChosenBefore)
{
    fill_disks();
    press_key(ImGuiKey_UpArrow); // the last one, of another service
    const std::string before = chosen_row();
    ASSERT_NE(before.find("mail"), std::string::npos) << before;
    const auto disks = [] { return head_of("shop: DiskFull"); };
    click_at(disks().rect.x + disks().rect.width * 0.3F, disks().rect.y + disks().rect.height / 2);
    EXPECT_TRUE(disks().expanded) << "the first click folds nothing";
    EXPECT_TRUE(chosen_row().starts_with("shop: DiskFull")) << chosen_row();
    press_key(ImGuiKey_I);
    ASSERT_TRUE(shows(tr(Text::LogIncidentFromMany, "3", "shop")));
}

TEST_F(BoardGroupsTest, KeysFoldTheGroupWhoseHeadIsChosenAndGoIntoIt)
{
    fill_disks();
    const auto disks = [] { return head_of("shop: DiskFull"); };
    click_at(disks().rect.x + disks().rect.width * 0.3F, disks().rect.y + disks().rect.height / 2);
    press_key(ImGuiKey_LeftArrow);
    EXPECT_TRUE(disks().collapsed);
    press_key(ImGuiKey_RightArrow);
    EXPECT_TRUE(disks().expanded);
    press_key(ImGuiKey_DownArrow);
    EXPECT_TRUE(chosen_row().starts_with("Critical, shop, DiskFull")) << chosen_row();
    press_key(ImGuiKey_X);
    EXPECT_EQ(sent_.size(), 1U) << "one of them is chosen, not all";
}

TEST_F(BoardGroupsTest, ServicesOutsideTheRegisterStandApartByTheirOwnNames)
{
    for (const char* service : { "tills", "parking" }) {
        for (const char* instance : { "a", "b", "c", "d", "e", "f" }) {
            fire_on(console_, "Down", service, "critical", instance);
        }
    }
    const BoardRows rows = board_rows(console_.room.state, console_.room.now, "");
    ASSERT_TRUE(rows.flood);
    const auto size_of = [&](std::string_view service) {
        std::size_t size = 0;
        for (const AlertGroup& group : rows.groups) {
            size += group.service == service ? group.alerts.size() : 0;
        }
        return size;
    };
    EXPECT_EQ(size_of("tills"), 6U);
    EXPECT_EQ(size_of("parking"), 6U);
    EXPECT_EQ(size_of(tr(Text::UnknownService)), 0U);
}

TEST_F(BoardGroupsTest, AGroupSaysThatAllOfItIsAcknowledged)
{
    fill_disks();
    std::vector<AlertId> disks;
    console_.room.state.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        if (alert.name == "DiskFull") {
            disks.push_back(id);
        }
    });
    ASSERT_EQ(disks.size(), 3U);
    for (const AlertId& id : disks) {
        EXPECT_EQ(group_row("shop: DiskFull").find(tr(Text::TimelineAcknowledged)), std::string::npos);
        console_.done(AcknowledgeAlert { id }, console_.room.resolver);
        draw();
    }
    EXPECT_NE(group_row("shop: DiskFull").find(tr(Text::TimelineAcknowledged)), std::string::npos);
}

TEST_F(BoardGroupsTest, SidewaysOpensAndClosesWithoutLosingTheGroup)
{
    fill_disks();
    press_key(ImGuiKey_Z);
    press_key(ImGuiKey_DownArrow);
    ASSERT_TRUE(chosen_row().starts_with("shop: DiskFull")) << chosen_row();
    press_key(ImGuiKey_RightArrow);
    EXPECT_TRUE(head_of("shop: DiskFull").expanded);
    EXPECT_TRUE(chosen_row().starts_with("shop: DiskFull")) << chosen_row();
    EXPECT_FALSE(ImGui::GetIO().NavVisible) << "no ring in the filter beside it";
    press_key(ImGuiKey_DownArrow);
    ASSERT_TRUE(chosen_row().starts_with("Critical, shop, DiskFull")) << chosen_row();
    press_key(ImGuiKey_UpArrow);
    EXPECT_TRUE(chosen_row().starts_with("shop: DiskFull")) << "its line stands above its first alert";
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_LeftArrow);
    EXPECT_TRUE(head_of("shop: DiskFull").collapsed) << "also from within";
    press_key(ImGuiKey_X);
    EXPECT_EQ(sent_.size(), 3U) << "all of it is meant";
}

TEST_F(BoardGroupsTest, AGroupThatIsNoMoreIsNotMeant)
{
    fill_disks();
    const auto disks = [] { return head_of("shop: DiskFull"); };
    click_at(disks().rect.x + disks().rect.width * 0.3F, disks().rect.y + disks().rect.height / 2);
    // So many at once are grouped by service instead.
    for (int i = 0; i < 12; ++i) {
        fire_on(console_, "HostDown", "web", "critical", "web-" + std::to_string(i));
    }
    draw(6);
    ASSERT_EQ(disks().label, "");
    press_key(ImGuiKey_I);
    EXPECT_EQ(said_, tr(Text::BoardChooseFirst));
}

TEST_F(BoardGroupsTest, ASecondClickOnItsHeadFoldsOneGroupAndThatIsSaid)
{
    fill_disks();
    for (const char* instance : { "m1", "m2", "m3" }) {
        fire_on(console_, "Chatty", "mail", "info", instance);
    }
    draw();
    const auto disks = [] { return head_of("shop: DiskFull"); };
    EXPECT_TRUE(disks().expanded);
    EXPECT_FALSE(disks().collapsed);
    click_at(disks().rect.x + disks().rect.width * 0.3F, disks().rect.y + disks().rect.height / 2);
    EXPECT_FALSE(disks().collapsed);
    click_at(disks().rect.x + disks().rect.width * 0.3F, disks().rect.y + disks().rect.height / 2);
    EXPECT_TRUE(disks().collapsed);
    EXPECT_FALSE(disks().expanded);
    EXPECT_FALSE(shows("Critical, shop, DiskFull"));
    EXPECT_TRUE(head_of("mail: Chatty").expanded) << "the other stays";
    EXPECT_EQ(mirror().find(Role::Group, "3 selected"), nullptr);
    mirror().activate(disks().id);
    draw();
    EXPECT_TRUE(shows("Critical, shop, DiskFull"));
    press_key(ImGuiKey_Z);
    mirror().activate(disks().id);
    draw();
    EXPECT_TRUE(disks().expanded);
    EXPECT_TRUE(head_of("mail: Chatty").collapsed);
    press_key(ImGuiKey_Z);
    EXPECT_TRUE(disks().expanded) << "one key for all";
    EXPECT_TRUE(head_of("mail: Chatty").expanded);
    click_at(disks().rect.x + 8, disks().rect.y + disks().rect.height / 2);
    EXPECT_NE(mirror().find(Role::Group, "3 selected"), nullptr) << "its box selects it";
    EXPECT_TRUE(disks().expanded);
}

// In a flood groups are services: their heads name what it is about, the most frequent first, and so many at most.
TEST_F(BoardGroupsTest, AServicesHeadNamesItsAlertsAndStandsBeforeThem)
{
    for (const char* name : { "Late", "DiskFull", "DiskFull", "DiskFull", "Late", "One", "Two", "Three" }) {
        fire_on(console_, name, "mail", "critical", std::to_string(console_.room.state.alerts.size()));
    }
    for (const char* instance : { "s1", "s2", "s3" }) {
        fire_on(console_, "Down", "shop", "warning", instance);
    }
    const BoardRows rows = board_rows(console_.room.state, console_.room.now, "");
    ASSERT_TRUE(rows.flood);
    ASSERT_EQ(rows.groups.size(), 2U);
    EXPECT_EQ(rows.groups[0].names, "DiskFull ×3, Late ×2, One ×1, Three ×1, +2 more") << "the gravest first";
    EXPECT_EQ(rows.groups[1].names, "Down ×4");
    draw();
    EXPECT_TRUE(group_row("mail: 9 alerts").starts_with("mail: 9 alerts, CRIT 8, MIN 1, DiskFull ×3, Late ×2"));
    EXPECT_EQ(head_of("shop: 4 alerts").position, 2);
    EXPECT_EQ(head_of("shop: 4 alerts").set_size, 2) << "a flood folds its groups";
    press_key(ImGuiKey_Z);
    int last = 0;
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Row) {
            EXPECT_EQ(item.position, ++last) << item.label;
            EXPECT_EQ(item.set_size, 15);
        }
    }
    EXPECT_EQ(last, 15) << "two heads and thirteen alerts";
}

TEST_F(BoardGroupsTest, AFloodFoldsItsGroupsAndWhatSomebodyOpenedStaysOpen)
{
    fill_disks();
    EXPECT_TRUE(head_of("shop: DiskFull").expanded);
    for (int i = 0; i < 12; ++i) {
        fire_on(console_, "HostDown", "mail", "critical", "mail-" + std::to_string(i));
    }
    draw(6);
    EXPECT_TRUE(head_of("mail: 13 alerts").collapsed);
    EXPECT_TRUE(head_of("shop: 4 alerts").collapsed);
    for (int i = 0; i < 2; ++i) { // the first chooses it
        mirror().activate(head_of("mail: 13 alerts").id);
        draw();
    }
    EXPECT_TRUE(head_of("mail: 13 alerts").expanded);
    fire_on(console_, "HostDown", "mail", "critical", "mail-late");
    draw(6);
    EXPECT_TRUE(head_of("mail: 14 alerts").expanded);
    EXPECT_TRUE(head_of("shop: 4 alerts").collapsed);
    console_.room.pass(minutes { 30 });
    console_.open(console_.room.resolver);
    draw(6);
    EXPECT_TRUE(head_of("shop: DiskFull").expanded) << "the flood is over";
}

TEST_F(BoardGroupsTest, InAFloodServicesOfTheRegisterStandBeforeNamesOfMonitoring)
{
    for (int i = 0; i < 12; ++i) {
        fire_on(console_, "HostDown", "nobody-knows", "critical", "n-" + std::to_string(i));
    }
    const BoardRows rows = board_rows(console_.room.state, console_.room.now, "");
    ASSERT_TRUE(rows.flood);
    ASSERT_EQ(rows.groups.size(), 3U);
    EXPECT_EQ(rows.groups[0].service, "shop");
    EXPECT_EQ(rows.groups[1].service, "mail") << "however little of it fires";
    EXPECT_EQ(rows.groups[2].service, "nobody-knows");
}

// On a laptop's screen: no panel holds a place for what is not there.
TEST_F(BoardGroupsTest, WithoutAnIncidentAFloodHasTheRoom)
{
    for (int i = 0; i < 16; ++i) {
        fire_on(console_, "HostDown", "web", "critical", "web-" + std::to_string(i));
    }
    draw();
    press_key(ImGuiKey_Z);
    for (const ImVec2 size : { ImVec2 { 1366, 600 }, ImVec2 { 1280, 632 } }) { // below the head of the program
        ImGui::GetIO().DisplaySize = size;
        draw(8);
        EXPECT_TRUE(shows("No incident is open"));
        const auto in_sight = std::count_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Row && item.rect.height > 14; });
        EXPECT_GE(in_sight, 10);
    }
}

TEST_F(BoardGroupsTest, WhatIsFoldedIsInTheAddress)
{
    fill_disks();
    for (const char* instance : { "m1", "m2", "m3" }) {
        fire_on(console_, "Chatty", "mail", "info", instance);
    }
    draw();
    EXPECT_FALSE(view_->address({ "/", {} }).value("folded"));
    press_key(ImGuiKey_Z);
    for (int i = 0; i < 2; ++i) { // the first chooses it
        mirror().activate(head_of("mail: Chatty").id);
        draw();
    }
    const Location there = view_->address({ "/", {} });
    EXPECT_EQ(there.value("folded"), "1");
    EXPECT_EQ(there.value("folds"), "mail/Chatty");
    view_ = make_board_view();
    view_->arrive(there);
    draw();
    EXPECT_TRUE(head_of("shop: DiskFull").collapsed);
    EXPECT_TRUE(head_of("mail: Chatty").expanded);
}

TEST_F(BoardGroupsTest, ARangeOverAFoldedGroupHasAllOfIt)
{
    fill_disks();
    press_key(ImGuiKey_Z);
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_DownArrow);
    EXPECT_NE(mirror().find(Role::Group, "4 selected"), nullptr);
    press_key(ImGuiKey_X);
    EXPECT_EQ(sent_.size(), 4U);
}

TEST_F(BoardGroupsTest, IncidentsThatFindNoRoomAreSaidByTheirRank)
{
    for (int i = 0; i < 12; ++i) {
        console_.done(LogIncident { .title = "Something is down" }, console_.room.desk);
    }
    ImGui::GetIO().DisplaySize = { 1280, 800 };
    draw(8);
    const auto in_sight = std::count_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Row && item.label.starts_with("INC-") && item.rect.height > 14;
    });
    ASSERT_GT(in_sight, 3);
    ASSERT_LT(in_sight, 12);
    EXPECT_TRUE(shows(tr(Text::BoardOutOfSight, "+" + std::to_string(12 - in_sight) + ": P")));
}

// The board in the program's frame on a small screen, under four majors whose commander is gone.
class FourMajorsTest : public testing::Test {
protected:
    FourMajorsTest()
    {
        Room& room = console_.room;
        for (const auto severity :
            { IncidentSeverity::Sev3, IncidentSeverity::Sev1, IncidentSeverity::Sev2, IncidentSeverity::Sev4 }) {
            const LogIncident log { .title = "Something is down" };
            const IncidentId id { room.when(log, room.desk).value().created };
            console_.done(log, room.desk);
            console_.done(
                DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = severity }, room.resolver);
        }
        console_.done(
            SetUser {
                { .id = room.resolver.user, .name = "resolver", .roles = room.resolver.roles, .disabled = true } },
            kSystem);
        for (const char* cause : { "DiskFull", "Slow", "Late" }) {
            for (const char* instance : { "db1", "db2", "db3" }) {
                fire_on(console_, cause, "shop", "critical", instance);
            }
        }
        console_.open(room.manager);
        draw();
    }

    void draw()
    {
        for (int i = 0; i < 6 || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                const ViewInput input = console_.input();
                shell_.begin(input, outbox_);
                static_cast<void>(view_->draw(input));
                static_cast<void>(shell_.end());
            });
        }
    }

    template<typename Match>
    static auto counted_items(const Match& match)
    {
        return std::count_if(mirror().items().begin(), mirror().items().end(), match);
    }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    Outbox outbox_ { console_.transport };
    Shell shell_ {};
    std::unique_ptr<View> view_ = make_board_view();
};

TEST_F(FourMajorsTest, AreAllInSightAndWhatIsNotIsSaid)
{
    const auto majors = counted_items([](const MirrorItem& item) {
        return item.role == Role::Row && item.label.starts_with("INC-") && item.rect.height > 26;
    });
    EXPECT_EQ(majors, 4);
    const auto alerts = counted_items([](const MirrorItem& item) {
        return item.role == Role::Row && item.label.starts_with("Critical, shop") && item.rect.height > 14;
    });
    EXPECT_GE(alerts, 2);
    const std::string cut
        = tr(Text::BoardOutOfSight, "+" + std::to_string(9 - alerts) + ": CRIT " + std::to_string(9 - alerts));
    EXPECT_NE(mirror().find(Role::Text, cut), nullptr) << cut;
}

TEST_F(FourMajorsTest, LeaveRoomForThreeGroupsOnceTheyAreFolded)
{
    HeadlessUi::press_key(ImGuiKey_Z);
    draw();
    const auto groups = counted_items([](const MirrorItem& item) {
        return item.role == Role::Row && item.label.starts_with("shop: ") && item.rect.height > 26;
    });
    EXPECT_EQ(groups, 3);
    EXPECT_EQ(counted_items([](const MirrorItem& item) { return item.label.starts_with("Out of sight"); }), 0);
}

TEST_F(FourMajorsTest, HaveOneBannerForOneTrouble)
{
    const auto banners = counted_items(
        [](const MirrorItem& item) { return item.role == Role::Banner && item.label.starts_with("NO COMMANDER on "); });
    EXPECT_EQ(banners, 1);
    for (const char* id : { "INC-1", "INC-2", "INC-3", "INC-4" }) {
        EXPECT_EQ(counted_items([&](const MirrorItem& item) {
            return item.role == Role::Banner && item.label.find(id) != std::string::npos;
        }),
            1)
            << id;
    }
}

}
}
