// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/due_rows.h"

#include "client/language/text.h"
#include "client/views/incidents/incident_rows.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const ServiceId kDueShop { "shop" };

// What runs out for an incident of the shop that began in the morning, in a state that a test fills.
class DueRowsTest : public testing::Test {
protected:
    DueRowsTest()
    {
        incident_.id = IncidentId { "INC-1" };
        incident_.services = { kDueShop };
        incident_.started_at = incident_.detected_at = kMorning;
    }

    std::vector<DueRow> rows(Millis passed)
    {
        const ViewInput input { console_.replica, state_, kMorning + passed, SiteZone {}, console_.location, false,
            true };
        return due_rows(input, incident_);
    }

    std::vector<std::string> words(Millis passed)
    {
        std::vector<std::string> said;
        for (const DueRow& row : rows(passed)) {
            said.push_back(row.what + (row.which.empty() ? "" : " " + row.which) + " " + row.left);
        }
        return said;
    }

    void promise(ClockKind kind, Millis due)
    {
        TargetClock clock;
        clock.kind = kind;
        clock.started_at = kMorning;
        clock.due_at = kMorning + due;
        incident_.clocks.push_back(clock);
    }

    void window(const char* title, WindowState shown, Millis from, Millis to, const ServiceId& service)
    {
        MaintenanceWindow made;
        made.id = WindowId { title };
        made.title = title;
        made.state = shown;
        made.from = kMorning + from;
        made.to = kMorning + to;
        made.services = { service };
        state_.windows.set(made.id, made);
    }

    ConsoleRoom console_ {};
    State state_ {};
    Incident incident_ {};
};

TEST_F(DueRowsTest, WhatIsOverdueComesFirstThenWhatIsNext)
{
    promise(ClockKind::Resolve, hours { 1 });
    promise(ClockKind::Respond, minutes { 10 });
    incident_.tasks = { { .id = TaskId { "1" }, .title = "Page them", .due_at = kMorning + minutes { 30 } },
        { .id = TaskId { "2" }, .title = "Some time" } };
    EXPECT_EQ(words(minutes { 12 }),
        (std::vector<std::string> { "Response OVERDUE 02:00", "Task Page them in 18:00", "Resolution in 48:00" }));
    EXPECT_EQ(words(minutes { 10 }).front(), "Response in 00:00") << "at its time it is not late yet";
    EXPECT_EQ(rows(minutes { 12 }).back().opens, PanelKind::Move);
}

TEST_F(DueRowsTest, WhatIsDoneOrWaitsRunsOutNowhere)
{
    promise(ClockKind::Respond, minutes { 10 });
    promise(ClockKind::Resolve, hours { 1 });
    promise(ClockKind::NextUpdate, minutes { 15 });
    incident_.clocks[0].stopped_at = kMorning;
    incident_.clocks[1].paused_at = kMorning;
    EXPECT_EQ(words(minutes { 1 }), (std::vector<std::string> { "Update in 14:00" }));
    EXPECT_EQ(rows({}).front().opens, PanelKind::Update);
    incident_.state = IncidentState::Closed;
    EXPECT_TRUE(rows({}).empty());
}

TEST_F(DueRowsTest, TimersOfTheCommandAreInTheList)
{
    incident_.major = MajorState::Declared;
    incident_.state = IncidentState::Investigating;
    incident_.declared_at = kMorning;
    incident_.duties = { { .duty = Duty::IncidentCommander, .user = UserId { "desk" } } };
    EXPECT_EQ(words(minutes { 4 }), (std::vector<std::string> { "Sign of life in 06:00", "Ratification in 26:00" }));
    incident_.ratified = true;
    EXPECT_EQ(rows({}).size(), 1U);
}

TEST_F(DueRowsTest, OnlyApprovedMaintenanceOfItsServicesCountsEndOrBegin)
{
    window("running", WindowState::Approved, -minutes { 30 }, hours { 2 }, kDueShop);
    window("tonight", WindowState::Approved, hours { 5 }, hours { 6 }, kDueShop);
    window("next week", WindowState::Approved, hours { 99 }, hours { 100 }, kDueShop);
    window("planned", WindowState::Planned, -minutes { 30 }, hours { 1 }, kDueShop);
    window("other", WindowState::Approved, -minutes { 30 }, hours { 1 }, ServiceId { "mail" });
    EXPECT_EQ(
        words({}), (std::vector<std::string> { "Window ends running in 2:00:00", "Window begins tonight in 5:00:00" }));
    EXPECT_EQ(rows({}).front().place, "/maintenance");
    EXPECT_TRUE(rows(hours { 7 }).empty()) << "what ended does not run out";
}

TEST_F(DueRowsTest, AWindowOfAnAssetConcernsTheServicesOfTheAsset)
{
    state_.assets.set(AssetId { "switch-1" }, Asset { .id = AssetId { "switch-1" }, .services = { kDueShop } });
    window("firmware", WindowState::Approved, -minutes { 30 }, hours { 1 }, ServiceId { "mail" });
    EXPECT_TRUE(rows({}).empty());
    MaintenanceWindow made = *state_.windows.find(WindowId { "firmware" });
    made.assets = { AssetId { "switch-1" } };
    state_.windows.set(made.id, made);
    EXPECT_EQ(rows({}).size(), 1U);
}

TEST_F(DueRowsTest, WhatFillsUpWithinADayIsForecast)
{
    CapacityResource disk { .id = ResourceId { "disk" }, .name = "Disk", .unit = "percent", .total_milli = 100'000 };
    disk.services = { kDueShop };
    state_.resources.set(disk.id, disk);
    ResourceLimit limit;
    limit.resource = disk.id;
    limit.by_hour = true;
    console_.transport.answer = [&](const HttpRequest& request) {
        HttpResponse response;
        response.status = request.path.starts_with("/api/v1/capacity/forecasts") ? 200 : 404;
        response.body = to_json_text(ForecastsAnswer { { limit }, 0 });
        return response;
    };
    const auto full_after = [&](Millis passed) {
        limit.early = kMorning + passed;
        console_.replica.samples().take({ { { .at = kMorning, .resource = disk.id, .value_milli = 50'000 } } });
        console_.room.now = console_.room.now + hours { 1 };
        static_cast<void>(rows(minutes { 24 }));
        console_.transport.poll();
        return rows(minutes { 24 });
    };
    EXPECT_TRUE(rows(minutes { 24 }).empty()) << "nothing is measured";
    const auto full = full_after(minutes { 100 });
    ASSERT_EQ(full.size(), 1U);
    EXPECT_EQ(full[0].what + " " + full[0].which, "Full Disk");
    EXPECT_EQ(full[0].at, kMorning + minutes { 100 });
    EXPECT_EQ(full[0].place, "/capacity/disk");
    EXPECT_TRUE(full_after(hours { 25 }).empty()) << "not within a day";
}

class DueListTest : public IncidentViewTest {
protected:
    DueListTest()
    {
        console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            console_.room.resolver);
        console_.open(console_.room.resolver);
        draw();
    }

    static const MirrorItem* owed(Text what)
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find(std::string(tr(what)) + ", in ") != std::string::npos;
        });
        return at == mirror().items().end() ? nullptr : &*at;
    }
};

TEST_F(DueListTest, TheUpdateOwedIsInSightAndLeadsToItsForm)
{
    const MirrorItem* update = owed(Text::ClockUpdate);
    ASSERT_NE(update, nullptr);
    EXPECT_GT(update->rect.height, 20);
    const MirrorItem row = *update;
    HeadlessUi::hover(row);
    draw(2);
    HeadlessUi::click(row);
    draw(4);
    EXPECT_TRUE(dialog_open());
}

TEST_F(DueListTest, WhatIsOverdueIsNotCutInTheNarrowestColumn)
{
    console_.room.pass(minutes { 40 });
    console_.done(SetTask { .incident = id_, .title = "Page them", .due_at = console_.room.now + minutes { 30 } },
        console_.room.resolver);
    console_.open(console_.room.resolver);
    ImGui::GetIO().DisplaySize = { 1280, 800 };
    draw(8);
    EXPECT_TRUE(shows("Major, Update, OVERDUE 25:00"));
    EXPECT_TRUE(shows("Task, in 30:00, Page them"));
    const std::vector<std::string>& cut = mirror().cut_texts();
    for (const Text what : { Text::ClockRespond, Text::ClockResolve, Text::ClockUpdate, Text::DueCommand,
             Text::DueRatify, Text::DueTask }) {
        EXPECT_EQ(std::count(cut.begin(), cut.end(), tr(what)), 0) << tr(what);
    }
}

// The server keeps the doubt away while the commander's console is open, and only the doubt is told.
TEST_F(DueListTest, ASignOfLifeIsExplainedAndNeverOverdueWhileTheServerSeesOne)
{
    EXPECT_TRUE(shows(std::string(tr(Text::DueCommand)) + ", in 10:00, " + std::string(tr(Text::DueCommandWhy))));
    console_.room.pass(minutes { 12 });
    const Incident& incident = *console_.room.state.incidents.find(id_);
    const Headline shown = incident_headline(console_.room.state, incident, console_.room.now, SiteZone {});
    EXPECT_TRUE(std::none_of(shown.clocks.begin(), shown.clocks.end(),
        [](const ClockRow& clock) { return clock.name == tr(Text::DueCommand); }));
    draw();
    EXPECT_FALSE(shows(tr(Text::DueCommandWhy)));
}

TEST_F(DueListTest, WhileFrozenTheCountdownStandsStill)
{
    console_.transport.state = LiveState::Lost;
    draw();
    const MirrorItem* update = owed(Text::ClockUpdate);
    ASSERT_NE(update, nullptr);
    const std::string before = update->label;
    console_.room.pass(minutes { 5 });
    draw();
    update = owed(Text::ClockUpdate);
    ASSERT_NE(update, nullptr);
    EXPECT_EQ(update->label, before);
}

}
}
