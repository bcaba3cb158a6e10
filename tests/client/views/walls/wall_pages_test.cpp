// SPDX-License-Identifier: Apache-2.0
// The pages below a wall's head: what each shows, which are left out, and what turns them.
#include "client/views/walls/wall_pages.h"

#include "client/views/walls/capacity_order.h"
#include "client/views/walls/wall_type.h"
#include "client/widgets/controls/text_label.h"
#include "shared/wire/answers/capacity.h"
#include "tests/support/wall_on_screen.h"

namespace watchfloor {
namespace {

class WallPagesTest : public WallOnScreen {
protected:
    void report(const std::string& name, const std::string& service, Timestamp started_at)
    {
        AlertReport report;
        report.labels = { { "alertname", name }, { "service", service }, { "severity", "critical" } };
        report.started_at = started_at;
        console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    }

    void forget_sources()
    {
        for (const char* id : { "prometheus", "webhook" }) {
            console_.room.state.sources.erase(SourceId { id });
        }
    }
};

TEST_F(WallPagesTest, TheAddressSaysWhichPageShowsAndThatItIsHeld)
{
    console_.fire("Slow", "mail", "warning");
    arrive("/wall?page=services&paused=1");
    EXPECT_TRUE(on_page(Text::WallPageServices));
    console_.room.now = console_.room.now + Rotation::kPage * 3;
    load();
    EXPECT_TRUE(on_page(Text::WallPageServices));
    EXPECT_EQ(format_location(console_.location), "/wall?page=services&paused=1");
}

TEST_F(WallPagesTest, AnyKeyHoldsThePageAndArrowsTurnIt)
{
    console_.fire("Slow", "mail", "warning");
    arrive("/wall");
    EXPECT_TRUE(on_page(Text::WallPageAlerts));
    press(ImGuiKey_J);
    EXPECT_EQ(console_.location.value("paused"), "1");
    press(ImGuiKey_J);
    EXPECT_EQ(console_.location.value("paused"), "1") << "it is held already";
    press(ImGuiKey_RightArrow);
    EXPECT_TRUE(on_page(Text::WallPageServices));
    EXPECT_EQ(console_.location.value("page"), "services");
    press(ImGuiKey_LeftArrow);
    EXPECT_TRUE(on_page(Text::WallPageAlerts));
    press(ImGuiKey_Space);
    EXPECT_FALSE(console_.location.value("paused"));
}

TEST_F(WallPagesTest, AFingerHoldsThePageAndLetsItGo)
{
    arrive("/wall");
    const auto touch = [&] {
        auto& io = ImGui::GetIO();
        io.AddMousePosEvent(960, 700);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        draw();
    };
    touch();
    EXPECT_EQ(console_.location.value("paused"), "1");
    touch();
    EXPECT_FALSE(console_.location.value("paused"));
}

TEST_F(WallPagesTest, ANewCriticalComesUpWheneverMonitoringSaysThatItBegan)
{
    arrive("/wall?page=services");
    EXPECT_TRUE(on_page(Text::WallPageServices));
    report("Down", "shop", console_.room.now - hours { 3 });
    load();
    EXPECT_TRUE(on_page(Text::WallPageAlerts));
    AlertId id;
    console_.room.state.alerts.for_each([&](const AlertId& held, const Alert&) { id = held; });
    console_.done(AcknowledgeAlert { id }, console_.room.resolver);
    load();
    EXPECT_TRUE(on_page(Text::WallPageServices));
}

TEST_F(WallPagesTest, OneCauseOnOneServiceIsOneLineAndAFloodSaysItsRate)
{
    for (const char* severity : { "critical", "warning", "info" }) {
        console_.fire("Slow", "mail", severity);
    }
    for (int i = 0; i < 10; ++i) {
        console_.fire("Full" + std::to_string(i), "shop", "warning");
    }
    arrive("/wall?page=alerts");
    EXPECT_EQ(shown("Slow"), 1);
    EXPECT_EQ(shown(tr(Text::WallTimes, "3")), 1);
    EXPECT_EQ(shown(tr(Text::WallFlood)), 1);
    EXPECT_EQ(shown(tr(Text::LoadRate, "13", "6")), 1);
    EXPECT_EQ(shown(tr(Text::LoadFires, "CRIT 1, MIN 11, INFO 1")), 1) << "of all that fire";
}

TEST_F(WallPagesTest, OfSeveralOfOneCauseTheCountSaysHowManyAreAsBadAsTheMark)
{
    for (int i = 0; i < 5; ++i) {
        AlertReport report;
        report.labels = { { "alertname", "Down" }, { "service", "shop" }, { "instance", "node-" + std::to_string(i) },
            { "severity",
                i < 2       ? "critical"
                    : i < 4 ? "warning"
                            : "info" } };
        report.started_at = console_.room.now;
        console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    }
    arrive("/wall?page=alerts");
    EXPECT_EQ(shown("×5: CRIT 2"), 1);
}

TEST_F(WallPagesTest, FiguresAndStatesAreReadFromTheBackRow)
{
    const float figures = type_scale().size(Type::Body);
    const auto expect_large = [&](std::string_view words) {
        const MirrorItem* item = found(words);
        ASSERT_NE(item, nullptr) << words;
        EXPECT_GE(item->rect.height, figures) << words;
    };
    define("disk", "Shop disk", "shop");
    arrive("/wall?page=capacity&paused=1");
    measure("disk", 97);
    draw();
    for (const char* words : { "97 %", " left", "0 s" }) {
        expect_large(words);
    }
    for (int i = 0; i < 10; ++i) {
        console_.fire("Full" + std::to_string(i), "shop", "warning");
    }
    arrive("/wall?page=alerts&paused=1");
    expect_large(tr(Text::LoadRate, "10", "5"));
    expect_large(tr(Text::WallFlood));
    const MirrorItem* badge = mirror().find(Role::Image, tr(Text::SeverityMinor));
    ASSERT_NE(badge, nullptr);
    EXPECT_GT(badge->rect.width, figures + text_width(tr(Text::CodeMinor), Type::Body, Face::Medium));
}

TEST_F(WallPagesTest, EveryWordOnTheMapAndTheRibbonCanBeReadFromAfar)
{
    Room& room = console_.room;
    for (int i = 0; i < 300; ++i) {
        const std::string id = "service-" + std::to_string(i);
        console_.done(SetService { { .id = ServiceId { id }, .name = id, .match = { { "service", id } } } }, kSystem);
    }
    const IncidentId id = declare_major();
    for (const char* text : { "Roll it back", "Tell the bank" }) {
        console_.done(AddNote { .incident = id, .kind = NoteKind::Decision, .text = text }, room.resolver);
    }
    for (const char* page : { "services", "hour" }) {
        arrive(std::string("/wall?paused=1&page=") + page);
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Text && item.rect.height > 0) {
                EXPECT_GE(item.rect.height, wall_letters(kLeastMinutes) - 1) << page << ": " << item.label;
            }
        }
    }
    arrive("/wall?paused=1&page=services");
    EXPECT_EQ(shown("×"), 0) << "not so many SEV1s";
    EXPECT_GE(shown("+"), 1) << "what has no tile of its own shares one";
    EXPECT_NE(found("shop, Critical, SEV1"), nullptr);
    arrive("/wall?paused=1&page=hour");
    const auto& items = mirror().items();
    EXPECT_TRUE(std::any_of(items.begin(), items.end(), [](const MirrorItem& item) {
        return item.role == Role::Text && item.label.size() == 1 && item.label >= "2" && item.label <= "9";
    })) << "the decisions of a minute are one mark with their count";
}

TEST_F(WallPagesTest, WithoutASourceNobodySaysThatNothingFires)
{
    forget_sources();
    arrive("/wall");
    EXPECT_EQ(shown(tr(Text::WallCalm)), 0);
    EXPECT_GE(shown(tr(Text::WallPageNoSource)), 1);
    EXPECT_FALSE(on_page(Text::WallPageServices)) << "how they stand is not known";
}

TEST_F(WallPagesTest, WithEverySourceHeardACalmRoomIsSaidToBeCalm)
{
    arrive("/wall");
    EXPECT_TRUE(on_page(Text::WallPageServices));
    EXPECT_EQ(shown(tr(Text::WallCalm)), 1);
}

TEST_F(WallPagesTest, WithASourceLostNothingIsSaidToBeWell)
{
    Source lost = *console_.room.state.sources.find(SourceId { "prometheus" });
    lost.lost = true;
    console_.room.state.sources.set(lost.id, lost);
    arrive("/wall");
    EXPECT_EQ(shown(tr(Text::WallCalm)), 0);
    EXPECT_EQ(shown(tr(Text::WallCalmLost)), 1);
}

TEST_F(WallPagesTest, VisitorsReadThatItIsNotShownAndNoneOfIt)
{
    console_.fire("SecretName", "shop");
    define("disk", "Secret disk", "shop");
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.manager);
    arrive("/wall");
    for (const Text page : { Text::WallPageAlerts, Text::WallPageServices, Text::WallPageHour, Text::WallPageCapacity,
             Text::WallPageMaintenance }) {
        EXPECT_FALSE(on_page(page)) << tr(page);
    }
    EXPECT_EQ(shown(tr(Text::WallCalm)), 0);
    EXPECT_EQ(shown("Secret"), 0);
    EXPECT_GE(shown(tr(Text::WallNoneAnnounced)), 1);
}

TEST_F(WallPagesTest, UnderMajorsVisitorsAreNotToldThatMajorsWouldStandHere)
{
    declare_major();
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.manager);
    arrive("/wall");
    EXPECT_EQ(shown(tr(Text::WallNoneAnnouncedNext)), 0);
    EXPECT_GE(shown("SEV1"), 1);
}

TEST_F(WallPagesTest, EveryServiceThatIsNotWellIsSaidWithItsState)
{
    declare_major();
    console_.fire("Slow", "mail", "warning");
    arrive("/wall?page=services");
    const MirrorItem* shop = found("shop, Critical, SEV1");
    const MirrorItem* mail = found("mail, ");
    ASSERT_NE(shop, nullptr);
    ASSERT_NE(mail, nullptr);
    EXPECT_EQ(mail->role, Role::Image);
    EXPECT_NE(mail->label.find(tr(Text::WallUnacknowledged, "1")), std::string::npos);
}

TEST_F(WallPagesTest, AnIncidentBelowTheMajorsSaysWhichItIsAndWhatIsTheMatter)
{
    log_incident();
    arrive("/wall?page=alerts&paused=1");
    EXPECT_EQ(shown("INC-1: Shop is down"), 1);
    console_.done(SwitchWalls { WallAudience::Visitor }, console_.room.manager);
    load();
    EXPECT_EQ(shown("INC-1"), 0);
    EXPECT_EQ(shown("Shop is down"), 0);
}

TEST_F(WallPagesTest, NoAlertsNameIsSmallerThanAnothers)
{
    const std::string name = "ReplicationOfTheOrderDatabaseFallsBehind20";
    console_.fire(name, "shop", "warning");
    console_.fire("Slow", "mail", "warning");
    arrive("/wall?page=alerts&paused=1");
    ASSERT_NE(found(name), nullptr);
    ASSERT_NE(found("Slow"), nullptr);
    EXPECT_EQ(found("Slow")->rect.height, found(name)->rect.height);
}

TEST_F(WallPagesTest, NoServiceStandsOverAnAlert)
{
    const std::string service = "The warehouses of the north and of the south";
    console_.done(
        SetService { { .id = ServiceId { "halls" }, .name = service, .match = { { "service", "halls" } } } }, kSystem);
    console_.fire("Slow", "halls", "warning");
    arrive("/wall?page=alerts&paused=1");
    EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> {});
    const MirrorItem* place = found(service);
    const MirrorItem* alert = found("Slow");
    ASSERT_NE(place, nullptr);
    ASSERT_NE(alert, nullptr);
    EXPECT_TRUE(
        place->rect.x + place->rect.width <= alert->rect.x || place->rect.y + place->rect.height <= alert->rect.y + 1);
}

TEST_F(WallPagesTest, FromTheHourAPersonGoesOnToTheTimelineAndADisplayNever)
{
    log_incident();
    arrive("/wall?page=service:shop&paused=1");
    EXPECT_NE(mirror().find(Role::Region, tr(Text::WallPageServiceHour, "shop")), nullptr);
    press(ImGuiKey_Enter);
    EXPECT_EQ(console_.location.path, "/timeline");
    EXPECT_EQ(console_.location.value("service"), "shop");
    arrive("/wall?page=hour&paused=1");
    auto& io = ImGui::GetIO();
    io.AddMousePosEvent(960, 700);
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
    draw();
    EXPECT_EQ(console_.location.path, "/timeline");
    EXPECT_FALSE(console_.location.value("service"));
    console_.display = TokenId { "wall-1" };
    console_.done(SetToken { Token {
                      .id = *console_.display, .name = "North", .scopes = { "wall" }, .wall = WallAudience::Room } },
        console_.room.manager);
    arrive("/wall?page=hour&paused=1");
    EXPECT_TRUE(on_page(Text::WallPageHour));
    press(ImGuiKey_Enter);
    EXPECT_EQ(console_.location.path, "/wall");
}

TEST_F(WallPagesTest, WhereNotAllOfTheHourFitsMoreOfItStandsInSmallerLetters)
{
    Room& room = console_.room;
    const IncidentId id = declare_major();
    const auto note = [&](int i) {
        console_.done(
            AddNote { .incident = id, .kind = NoteKind::Decision, .text = "Decide number " + std::to_string(i) },
            room.resolver);
    };
    note(0);
    arrive("/wall?page=hour&paused=1");
    ASSERT_NE(found("Decide number 0"), nullptr);
    const float before = found("Decide number 0")->rect.height;
    for (int i = 1; i < 12; ++i) {
        note(i);
    }
    load();
    EXPECT_GE(shown("Decide number "), 3);
    EXPECT_LE(found("Decide number ")->rect.height, before);
    EXPECT_GE(found("Decide number ")->rect.height, type_scale().size(Type::Caption));
}

TEST_F(WallPagesTest, TheLastHourTellsDecisionsFirstAndCountsWhatMachinesWrote)
{
    const IncidentId id = log_incident();
    console_.done(
        AddNote { .incident = id, .kind = NoteKind::Decision, .text = "Roll it back" }, console_.room.resolver);
    console_.room.pass(minutes { 5 });
    console_.done(
        AddNote { .incident = id, .kind = NoteKind::Observation, .text = "Calls come in" }, console_.room.resolver);
    arrive("/wall?page=hour&paused=1");
    EXPECT_TRUE(on_page(Text::WallPageHour));
    const MirrorItem* decision = found("Roll it back");
    const MirrorItem* alerts = found(tr(Text::WallHourAlerts, "1", "CRIT 1"));
    ASSERT_NE(decision, nullptr);
    ASSERT_NE(alerts, nullptr);
    EXPECT_LT(decision->rect.y, alerts->rect.y);
    const MirrorItem* ribbon = found(tr(Text::WallHourSpoken, "1", "1", "0"));
    ASSERT_NE(ribbon, nullptr);
    EXPECT_LT(ribbon->rect.y, decision->rect.y);
}

TEST_F(WallPagesTest, WhatBeganBeforeTheLastHourAndStillFiresIsCounted)
{
    log_incident();
    console_.room.pass(hours { 3 });
    arrive("/wall?page=hour&paused=1");
    EXPECT_EQ(shown(tr(Text::WallHourStill, "1", "CRIT 1")), 1);
}

TEST_F(WallPagesTest, AFigureThatStoodStillIsMarkedAsOnTheDesk)
{
    define("disk", "Shop disk", "shop");
    arrive("/wall?page=capacity&paused=1");
    measure("disk", 97);
    draw();
    EXPECT_TRUE(on_page(Text::WallPageCapacity));
    EXPECT_EQ(shown("STALE"), 0);
    console_.room.pass(minutes { 25 });
    draw();
    EXPECT_NE(mirror().find(Role::Status, tr(Text::Stale, "25:00")), nullptr);
    EXPECT_GE(shown("97 %"), 1) << "the old value stays";
}

TEST_F(WallPagesTest, FiguresEndAtOnePlaceHoweverLongTheirTotalsAre)
{
    define("full", "Shop disk", "shop");
    define("empty", "Mail disk", "mail");
    arrive("/wall?page=capacity&paused=1");
    measure("full", 98);
    measure("empty", 20);
    draw();
    const MirrorItem* full = mirror().find(Role::Text, "98 %");
    const MirrorItem* empty = mirror().find(Role::Text, "20 %");
    ASSERT_NE(full, nullptr);
    ASSERT_NE(empty, nullptr);
    EXPECT_NEAR(full->rect.x + full->rect.width, empty->rect.x + empty->rect.width, 1);
}

TEST_F(WallPagesTest, WhatASinkingServiceNeedsComesBeforeWhatIsFuller)
{
    define("mail-disk", "Mail disk", "mail");
    define("shop-disk", "Shop disk", "shop");
    declare_major();
    arrive("/wall?page=capacity&paused=1");
    measure("mail-disk", 60);
    measure("shop-disk", 20);
    const ViewInput input = console_.input();
    std::vector<std::string> names;
    for (const CapacityCard& card : capacity_by_need(input, wall_rows(input.state, input.now))) {
        names.push_back(card.name);
    }
    EXPECT_EQ(names, (std::vector<std::string> { "Shop disk", "Mail disk" }));
}

TEST_F(WallPagesTest, WhatFillsUpSaysWhenItWillBeFull)
{
    ResourceLimit limit;
    limit.resource = ResourceId { "disk" };
    limit.early = console_.room.now + hours { 60 };
    limit.late = console_.room.now + hours { 100 };
    console_.transport.answer = [limit, others = console_.transport.answer](const HttpRequest& request) {
        if (!request.path.starts_with("/api/v1/capacity/forecasts")) {
            return others(request);
        }
        HttpResponse response;
        response.status = 200;
        response.body = to_json_text(ForecastsAnswer { { limit }, 0 });
        return response;
    };
    define("disk", "Shop disk", "shop");
    define("fuller", "Fuller disk", "shop");
    arrive("/wall?page=capacity&paused=1");
    measure("disk", 60);
    measure("fuller", 70);
    draw();
    EXPECT_EQ(shown("full in 2 d 12 h"), 1);
    const ViewInput input = console_.input();
    EXPECT_EQ(capacity_by_need(input, wall_rows(input.state, input.now)).front().name, "Shop disk")
        << "what fills up comes before what only is fuller";
    console_.room.pass(minutes { 25 });
    draw();
    EXPECT_EQ(shown("full in"), 0) << "nobody knows how it goes on";
}

TEST_F(WallPagesTest, MaintenanceSaysUntilWhenAndOnWhat)
{
    Room& room = console_.room;
    MaintenanceWindow window;
    window.id = WindowId { "MW-1" };
    window.title = "Replace a switch";
    window.services = { ServiceId { "shop" } };
    window.state = WindowState::Approved;
    window.from = room.now - hours { 1 };
    window.to = room.now + hours { 2 };
    room.state.windows.set(window.id, window);
    window.id = WindowId { "MW-2" };
    window.title = "Next week";
    window.from = room.now + hours { 100 };
    window.to = room.now + hours { 101 };
    room.state.windows.set(window.id, window);
    arrive("/wall?page=maintenance&paused=1");
    EXPECT_TRUE(on_page(Text::WallPageMaintenance));
    EXPECT_EQ(shown("Replace a switch"), 1);
    EXPECT_EQ(shown(tr(Text::WallUntil, "11:00")), 1);
    EXPECT_EQ(shown("Next week"), 0);
}

TEST_F(WallPagesTest, MaintenanceThatIsTooLongForALineTakesTwoBeforeItIsCut)
{
    Room& room = console_.room;
    MaintenanceWindow window;
    window.id = WindowId { "MW-1" };
    window.title = "Move the backups to the second hall";
    window.services = { ServiceId { "shop" }, ServiceId { "mail" } };
    window.state = WindowState::Approved;
    window.from = room.now - hours { 1 };
    window.to = room.now + hours { 2 };
    room.state.windows.set(window.id, window);
    arrive("/wall?page=maintenance&paused=1");
    EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> {});
    const MirrorItem* what = found("Move the backups to the second hall");
    const MirrorItem* services = found("shop, mail");
    ASSERT_NE(what, nullptr);
    ASSERT_NE(services, nullptr);
    EXPECT_LT(what->rect.y, services->rect.y);
}

TEST_F(WallPagesTest, MaintenanceRunsFromItsBeginningToBeforeItsEndAndOnlyWhereApproved)
{
    Room& room = console_.room;
    const auto add = [&](const char* title, WindowState shown, Timestamp from, Timestamp to) {
        MaintenanceWindow window;
        window.id = WindowId { title };
        window.title = title;
        window.state = shown;
        window.from = from;
        window.to = to;
        room.state.windows.set(window.id, window);
    };
    add("Swap fans", WindowState::Approved, room.now, room.now + hours { 1 });
    add("Swap disks", WindowState::Planned, room.now, room.now + hours { 1 });
    add("Swap doors", WindowState::Approved, room.now - hours { 1 }, room.now);
    add("Swap cables", WindowState::Approved, room.now + minutes { 1 }, room.now + hours { 1 });
    arrive("/wall?page=maintenance&paused=1");
    EXPECT_TRUE(on_page(Text::WallPageMaintenance));
    EXPECT_EQ(shown("Swap doors"), 0);
    EXPECT_EQ(shown("Swap fans"), 1);
    EXPECT_EQ(shown(tr(Text::WallUntil, "10:00")), 1) << "of those only the one that runs says when it ends";
    ASSERT_NE(found("Swap disks"), nullptr);
    ASSERT_NE(found("Swap cables"), nullptr);
    EXPECT_EQ(shown(tr(Text::WindowPlanned)), 1) << "and only the one that is not approved";
    const auto& items = mirror().items();
    EXPECT_EQ(std::count_if(items.begin(), items.end(),
                  [](const MirrorItem& item) {
                      return item.role == Role::Image && item.label == tr(Text::SeverityMaintenance);
                  }),
        2)
        << "what is not approved is not marked as if it were";
    EXPECT_EQ(shown("muted"), 0);
    EXPECT_LT(found("Swap fans")->rect.y, found("Swap disks")->rect.y);
    EXPECT_LT(found("Swap fans")->rect.y, found("Swap cables")->rect.y);
}

TEST_F(WallPagesTest, WhatMaintenanceMutesIsCountedForTheRoomAndNotForVisitors)
{
    Room& room = console_.room;
    MaintenanceWindow window;
    window.id = WindowId { "MW-1" };
    window.title = "Replace a switch";
    window.services = { ServiceId { "shop" } };
    window.state = WindowState::Approved;
    window.approved_at = room.now - hours { 2 };
    window.from = room.now - hours { 1 };
    window.to = room.now + hours { 2 };
    room.state.windows.set(window.id, window);
    for (const char* name : { "Down", "Slow", "Full" }) {
        console_.fire(name, "shop");
    }
    room.state.alerts.for_each([&](const AlertId&, const Alert& alert) { EXPECT_EQ(alert.muted_by, window.id); });
    arrive("/wall?page=maintenance&paused=1");
    EXPECT_EQ(shown(tr(Text::WallMutedAlerts, "3")), 1) << "on the page";
    EXPECT_EQ(shown(tr(Text::WallFiring, "0", "0") + ", " + tr(Text::WallMutedCount, "3")), 1) << "and always";
    console_.done(SwitchWalls { WallAudience::Visitor }, room.manager);
    load();
    EXPECT_EQ(shown("muted"), 0);
}

TEST_F(WallPagesTest, NothingBelowTheMajorsStandsLargerThanTheirMarks)
{
    Room& room = console_.room;
    const auto log = [&](const std::string& title) {
        const LogIncident incident { .title = title, .services = { ServiceId { "mail" } } };
        const IncidentId id { room.when(incident, room.desk).value().created };
        console_.done(incident, room.desk);
        return id;
    };
    for (int i = 0; i < 5; ++i) {
        const IncidentId id = log("Outage");
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            room.resolver);
    }
    log("A small matter");
    for (int i = 0; i < 8; ++i) {
        console_.fire("Slow" + std::to_string(i), "mail", "warning");
    }
    console_.done(
        SetUser { { .id = room.resolver.user, .name = "gone", .roles = room.resolver.roles, .disabled = true } },
        room.administrator);
    arrive("/wall?page=alerts&paused=1");
    EXPECT_GE(shown("NO COMMANDER"), 1) << "little room is left";
    const MirrorItem* major = found("SEV1");
    const auto& items = mirror().items();
    const auto other = std::find_if(items.begin(), items.end(),
        [](const MirrorItem& item) { return item.label.size() == 2 && item.label.starts_with("P"); });
    ASSERT_NE(major, nullptr);
    ASSERT_NE(other, items.end());
    EXPECT_LE(other->rect.height, major->rect.height);
    EXPECT_GE(other->rect.height, type_scale().size(Type::Caption));
    EXPECT_EQ(shown("+8: MIN 8"), 1) << "what finds no line is counted";
    EXPECT_EQ(type_scale().size(Type::Body), wall_type_scale(theme().wall, 1).size(Type::Body)) << "and only there";
}

TEST_F(WallPagesTest, NoPageReachesBeyondThePicture)
{
    declare_major();
    for (int i = 0; i < 30; ++i) {
        console_.fire("Slow" + std::to_string(i), i % 2 == 0 ? "mail" : "shop", "warning");
        define("disk-" + std::to_string(i), "A disk", "shop");
    }
    for (const char* page : { "alerts", "services", "hour", "capacity" }) {
        arrive(std::string("/wall?paused=1&page=") + page);
        for (const MirrorItem& item : mirror().items()) {
            EXPECT_LE(item.rect.y + item.rect.height, 1083) << page << ": " << item.label;
            EXPECT_LE(item.rect.x + item.rect.width, 1923) << page << ": " << item.label;
        }
    }
}

}
}
