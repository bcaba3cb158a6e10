// SPDX-License-Identifier: Apache-2.0
// The board's keys, from the key press to the write.
#include "client/keys/keymap.h"
#include "client/views/board/closed_list.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/board_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

// As the server answers.
std::string closed_long_ago(const std::string& id, const std::string& title)
{
    Incident incident;
    incident.id = IncidentId { id };
    incident.title = title;
    incident.state = IncidentState::Closed;
    incident.logged_at = incident.started_at = incident.detected_at = Timestamp { 1'700'000'000'000 };
    incident.closed_at = Timestamp { 1'700'000'600'000 };
    return to_json_text(incident);
}

TEST_F(BoardViewTest, WithoutAChosenAlertXAndISayToChooseOne)
{
    for (const auto key : { ImGuiKey_X, ImGuiKey_I }) {
        said_.clear();
        press_key(key);
        EXPECT_TRUE(sent_.empty());
        EXPECT_EQ(said_, "Choose an alert first: with the arrow keys or a click");
        EXPECT_EQ(mirror().find(Role::Dialog, "Open an incident"), nullptr);
    }
}

TEST_F(BoardViewTest, TheChoiceStaysOnItsAlertWhateverComes)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_DownArrow);
    console_.fire("Worse", "shop");
    draw();
    EXPECT_EQ(chosen_row(), "Minor, mail, Slow");
    acknowledge_by_key(other_);
}

TEST_F(BoardViewTest, AnAlertThatEndsTakesTheChoiceWithIt)
{
    press_key(ImGuiKey_DownArrow);
    ASSERT_EQ(chosen_row(), "Critical, shop, Down");
    console_.done(LogIncident { .title = "Shop is down", .alerts = { worst_ } }, console_.room.desk);
    draw();
    EXPECT_EQ(chosen_row(), "");
    press_key(ImGuiKey_X);
    EXPECT_TRUE(sent_.empty());
}

TEST_F(BoardViewTest, IMeansTheAlertThatXAcknowledged)
{
    press_key(ImGuiKey_DownArrow);
    acknowledge_by_key(worst_);
    press_key(ImGuiKey_I);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 2U);
    EXPECT_EQ(sent_[1].path, "/api/v1/incidents");
    EXPECT_NE(sent_[1].body.find(worst_.text), std::string::npos) << sent_[1].body;
}

TEST_F(BoardViewTest, WhoOpensAnIncidentReadsThatOthersMayBeHiddenWhetherThereAreAnyOrNot)
{
    EXPECT_TRUE(shows(tr(Text::BoardNoIncidentsNext)));
    EXPECT_NE(tr(Text::BoardNoIncidentsNext).find("restricted to others"), std::string_view::npos);
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_I);
    EXPECT_TRUE(shows(tr(Text::LogIncidentMayBe)));
}

TEST_F(BoardViewTest, XGoesOnToTheNextThatNobodyHasAcknowledged)
{
    press_key(ImGuiKey_DownArrow);
    acknowledge_by_key(worst_);
    acknowledge_by_key(other_);
    press_key(ImGuiKey_X);
    EXPECT_EQ(sent_.size(), 2U) << "nothing is left to acknowledge";
}

TEST_F(BoardViewTest, WhatIsTypedFiltersTheBoardInTheSameFrame)
{
    ASSERT_TRUE(shows("shop, Down"));
    const MirrorItem* filter = mirror().find(Role::TextField, "Filter");
    ASSERT_NE(filter, nullptr);
    HeadlessUi::click(*filter);
    draw();
    ImGui::GetIO().AddInputCharactersUTF8("slow");
    draw(1);
    EXPECT_FALSE(shows("shop, Down"));
    EXPECT_TRUE(shows("mail, Slow"));
}

TEST_F(BoardViewTest, WhatEndedIsListedTheLastFirstAndLeadsToItsIncident)
{
    press_key(ImGuiMod_Shift | ImGuiKey_H);
    EXPECT_TRUE(shows("No incident ended within the last day"));
    press_key(ImGuiKey_Escape);
    std::vector<IncidentId> ids;
    for (const char* title : { "Orders are lost", "Mail is slow" }) {
        const LogIncident log { .title = title, .services = { ServiceId { "shop" } } };
        ids.emplace_back(console_.room.when(log, console_.room.desk).value().created);
        console_.done(log, console_.room.desk);
        console_.room.pass(Millis { 10 });
        MoveIncident end { .incident = ids.back(), .to = IncidentState::Cancelled };
        end.note = "a false alarm";
        console_.done(end, console_.room.manager);
    }
    const auto closed = closed_incidents(console_.room.state);
    ASSERT_EQ(closed.size(), 2U);
    EXPECT_EQ(closed[0]->id, ids[1]);
    press_key(ImGuiMod_Shift | ImGuiKey_H);
    const auto row = std::find_if(mirror().items().begin(), mirror().items().end(),
        [&](const MirrorItem& item) { return item.role == Role::Row && item.label.find(ids[0].text + ", ") == 0; });
    ASSERT_NE(row, mirror().items().end());
    EXPECT_NE(row->label.find("Orders are lost, shop, Cancelled "), std::string::npos) << row->label;
    EXPECT_EQ(row->position, 2);
    mirror().activate(row->id);
    draw();
    ASSERT_EQ(went_.size(), 1U);
    EXPECT_EQ(went_[0], "/incidents/" + ids[0].text);
    EXPECT_EQ(mirror().find(Role::Dialog, "Closed incidents"), nullptr);
}

TEST_F(BoardViewTest, OlderOnesComeFromTheServerPageByPage)
{
    console_.transport.answer = [room = console_.transport.answer](const HttpRequest& request) {
        HttpResponse response;
        response.status = 200;
        if (request.path == "/api/v1/incidents?journal=main&limit=50&state=closed") {
            response.body = R"({"items":[)" + closed_long_ago("INC-90", "Mail was slow") + R"(],"older":"INC-90"})";
        } else if (request.path == "/api/v1/incidents?journal=main&limit=50&state=closed&before=INC-90") {
            response.body = R"({"items":[)" + closed_long_ago("INC-7", "Orders were lost") + "]}";
        } else {
            return room(request);
        }
        return response;
    };
    press_key(ImGuiMod_Shift | ImGuiKey_H);
    const auto older = [&] {
        const MirrorItem* button = mirror().find(Role::Button, "Show older ones");
        ASSERT_NE(button, nullptr);
        HeadlessUi::click(*button);
        draw(8); // until the dialog has its new size
    };
    older();
    EXPECT_TRUE(shows("INC-90, ")) << "its row";
    EXPECT_TRUE(shows("Mail was slow"));
    older();
    EXPECT_TRUE(shows("INC-90, "));
    const auto row = std::find_if(mirror().items().begin(), mirror().items().end(),
        [](const MirrorItem& item) { return item.role == Role::Row && item.label.find("INC-7, ") == 0; });
    ASSERT_NE(row, mirror().items().end());
    EXPECT_EQ(mirror().find(Role::Button, "Show older ones"), nullptr) << "there are none";
    EXPECT_TRUE(shows("These are all that ended"));
    mirror().activate(row->id);
    draw();
    ASSERT_EQ(went_.size(), 1U);
    EXPECT_EQ(went_[0], "/incidents/INC-7");
}

TEST_F(BoardViewTest, OlderOnesThatCannotBeReadAreSaidToBeThere)
{
    press_key(ImGuiMod_Shift | ImGuiKey_H); // this server knows no such route
    const MirrorItem* button = mirror().find(Role::Button, "Show older ones");
    ASSERT_NE(button, nullptr);
    HeadlessUi::click(*button);
    draw(4);
    EXPECT_TRUE(shows("Older ones could not be read"));
    EXPECT_NE(mirror().find(Role::Button, "Show older ones"), nullptr) << "to try again";
}

TEST_F(BoardViewTest, ANumberOpensItsIncidentHoweverOldItIs)
{
    const auto enter = [&](const char* typed) {
        press_key(ImGuiMod_Shift | ImGuiKey_H);
        draw(); // the keyboard is on its way
        const MirrorItem* field = mirror().find(Role::TextField, "Open by number");
        ASSERT_NE(field, nullptr);
        EXPECT_TRUE(field->focused) << "what is typed is a number";
        ImGui::GetIO().AddInputCharactersUTF8(typed);
        draw();
        press_key(ImGuiKey_Enter);
    };
    enter("CHG-4");
    EXPECT_TRUE(went_.empty());
    EXPECT_TRUE(shows("Give the number of an incident"));
    press_key(ImGuiKey_Escape);
    enter("inc-0012");
    ASSERT_EQ(went_.size(), 1U);
    EXPECT_EQ(went_[0], "/incidents/INC-12");
    EXPECT_EQ(mirror().find(Role::Dialog, "Closed incidents"), nullptr);
}

TEST(IncidentTypedTest, IsANumberWithOrWithoutItsPrefix)
{
    EXPECT_EQ(incident_typed("INC-12").text, "INC-12");
    EXPECT_EQ(incident_typed(" inc-012 ").text, "INC-12");
    EXPECT_EQ(incident_typed("sec-3").text, "SEC-3");
    EXPECT_EQ(incident_typed("7").text, "INC-7");
    for (const char* none : { "", " ", "INC-", "INC-0", "INC-x", "mail", "CHG-2", "INC-1-2" }) {
        EXPECT_EQ(incident_typed(none).text, "") << none;
    }
}

class BoardFilterTest : public BoardViewTest {
protected:
    BoardFilterTest()
    {
        const LogIncident log {
            .title = "Orders are lost", .services = { ServiceId { "shop" } }, .alerts = { worst_ }
        };
        console_.done(log, console_.room.desk);
        draw();
    }

    void type_filter(const char* words)
    {
        ImGui::GetIO().AddInputCharacter('/');
        draw();
        ImGui::GetIO().AddInputCharactersUTF8(words);
        draw();
    }

    static std::string filter_value()
    {
        const MirrorItem* filter = mirror().find(Role::TextField, "Filter");
        return filter == nullptr ? "no field" : filter->value;
    }
};

TEST_F(BoardFilterTest, CountsEverythingWhateverIsFiltered)
{
    ASSERT_TRUE(shows("2 firing, 1 in incidents, 0 muted"));
    type_filter("zzzz");
    ASSERT_FALSE(shows("mail, Slow"));
    EXPECT_TRUE(shows("2 firing, 1 in incidents, 0 muted"));
}

TEST_F(BoardFilterTest, SaysThatItHidesAnOpenIncidentAndAClickShowsIt)
{
    type_filter("zzzz");
    EXPECT_FALSE(shows("No incident is open"));
    EXPECT_TRUE(shows("Open incidents that the filter hides: 1"));
    EXPECT_TRUE(shows("Filter: zzzz"));
    const MirrorItem* clear = mirror().find(Role::Button, "Clear the filter");
    ASSERT_NE(clear, nullptr);
    HeadlessUi::click(*clear);
    draw();
    EXPECT_EQ(filter_value(), "");
    EXPECT_TRUE(shows("Orders are lost"));
    EXPECT_FALSE(shows("Filter:"));
}

TEST_F(BoardFilterTest, SaysHowManyItHidesBesideThoseItShows)
{
    console_.done(LogIncident { .title = "Mail is slow" }, console_.room.desk);
    draw();
    type_filter("orders");
    EXPECT_TRUE(shows("Orders are lost"));
    EXPECT_FALSE(shows("Mail is slow"));
    EXPECT_TRUE(shows("Open incidents that the filter hides: 1"));
}

TEST_F(BoardFilterTest, EscapeInTheFieldClearsItAndLeavesIt)
{
    type_filter("zzzz");
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(filter_value(), "");
    EXPECT_TRUE(shows("Orders are lost"));
    EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_F(BoardFilterTest, EscapeClearsItFromOutsideTheFieldToo)
{
    view_->arrive({ "/", { { "filter", "zzzz" } } });
    draw();
    ASSERT_FALSE(shows("Orders are lost"));
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(filter_value(), "");
    EXPECT_TRUE(shows("Orders are lost"));
}

TEST_F(BoardFilterTest, EscapeInAnEmptyFieldLeavesIt)
{
    type_filter("");
    ASSERT_TRUE(ImGui::GetIO().WantTextInput);
    press_key(ImGuiKey_Escape);
    EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_F(BoardViewTest, SlashTakesTheCaretIntoTheFilter)
{
    ImGui::GetIO().AddInputCharacter('/');
    draw();
    ImGui::GetIO().AddInputCharactersUTF8("slow");
    draw();
    const MirrorItem* filter = mirror().find(Role::TextField, "Filter");
    ASSERT_NE(filter, nullptr);
    EXPECT_EQ(filter->value, "slow") << "and not the key itself";
}

TEST_F(BoardViewTest, WhatNeedsAnAlertIsDeadUntilOneIsChosenAndSaysSo)
{
    const auto check = [](bool dead) {
        for (const Text words : { Text::ButtonAcknowledge, Text::ButtonIncident, Text::AlertOpen }) {
            const MirrorItem* item = mirror().find(Role::Button, tr(words));
            ASSERT_NE(item, nullptr) << tr(words);
            EXPECT_EQ(item->disabled, dead) << tr(words);
            EXPECT_EQ(item->value, dead ? tr(Text::BoardChooseFirst) : std::string_view {}) << tr(words);
        }
    };
    check(true);
    press_key(ImGuiKey_DownArrow);
    check(false);
}

TEST_F(BoardViewTest, SlashTakesTheCaretFromARowsButtonToo)
{
    press_key(ImGuiKey_DownArrow);
    const auto focus = [] {
        const MirrorItem* item = mirror().find(mirror().focus());
        return item == nullptr ? std::string {} : item->label;
    };
    for (int tabs = 0; focus() != "Acknowledge" && tabs < 20; ++tabs) {
        press_key(ImGuiKey_Tab);
    }
    ASSERT_EQ(focus(), "Acknowledge");
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Slash, true);
    ImGui::GetIO().AddInputCharacter('/');
    draw();
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Slash, false);
    draw();
    EXPECT_EQ(focus(), "Filter");
}

TEST_F(BoardViewTest, AFilterThatCannotAskTheServerSaysSo)
{
    State cut = console_.input().state;
    cut.alerts.erase(worst_);
    view_->arrive({ "/", { { "filter", "shop" } } });
    const ViewInput now = console_.input();
    const auto draw_with = [&](bool frozen) {
        const ViewInput input { now.replica, cut, now.now, now.zone, now.location, frozen, now.may_act };
        frame(input);
        frame(input);
    };
    draw_with(false);
    EXPECT_TRUE(shows("Searching all that fires"));
    draw_with(true);
    EXPECT_FALSE(shows("Searching all that fires"));
    EXPECT_TRUE(shows("None of the alerts held here matches"));
}

TEST_F(BoardViewTest, XPressedAgainMeansTheNextAlsoBeforeTheServerAnswers)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_X);
    press_key(ImGuiKey_X);
    press_key(ImGuiKey_X);
    ASSERT_EQ(sent_.size(), 2U) << "each alert once";
    EXPECT_EQ(sent_[0].path, "/api/v1/alerts/" + worst_.text + "/acknowledge");
    EXPECT_EQ(sent_[1].path, "/api/v1/alerts/" + other_.text + "/acknowledge");
    sent_[0].done({ .status = 503 });
    press_key(ImGuiKey_X);
    ASSERT_EQ(sent_.size(), 3U);
    EXPECT_EQ(sent_[2].path, sent_[0].path) << "what was refused is unacknowledged";
}

TEST_F(BoardViewTest, EnterOpensTheChosenAlertInFull)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_Enter);
    ASSERT_NE(mirror().find(Role::Dialog, "Alert: Down"), nullptr);
    EXPECT_TRUE(shows("Belongs to no incident yet"));
    EXPECT_TRUE(shows("alertname"));
    EXPECT_TRUE(shows("Down on shop")) << "what monitoring says of it";
    press_key(ImGuiKey_X);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/alerts/" + worst_.text + "/acknowledge");
    draw(6);
    EXPECT_EQ(mirror().find(Role::Dialog, "Alert: Down"), nullptr);
}

TEST_F(BoardViewTest, AnIncidentIsOpenedFromTheAlertInFull)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_Enter);
    press_key(ImGuiKey_I);
    draw(6);
    EXPECT_EQ(mirror().find(Role::Dialog, "Alert: Down"), nullptr);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_NE(sent_[0].body.find(worst_.text), std::string::npos) << sent_[0].body;
}

TEST_F(BoardViewTest, KeysOfAnIncidentMeanTheOnlyOneThatIsOpenOrSayWhatToDo)
{
    press_key(ImGuiMod_Shift | ImGuiKey_U);
    EXPECT_EQ(said_, "No incident is open that this could be for: choose an alert and press I");
    console_.done(LogIncident { .title = "Shop is down", .alerts = { worst_ } }, console_.room.desk);
    draw();
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_U);
    draw(1);
    ASSERT_FALSE(went_.empty());
    EXPECT_EQ(went_.front(), "/incidents/INC-1");
    ui_.frame([&] { EXPECT_TRUE(pressed(Action::Update)) << "the incident's screen hears of it"; });
    console_.done(LogIncident { .title = "Mail is slow", .alerts = { other_ } }, console_.room.desk);
    draw();
    went_.clear();
    press_key(ImGuiKey_T);
    EXPECT_EQ(said_, "Open the incident first that is meant: choose it with the arrow keys or a click, Enter opens it");
    EXPECT_TRUE(went_.empty());
}

// Under two majors a low screen still has room for what fires, and this host's own processor stands behind what people
// run, below everything that is wrong.
TEST_F(BoardViewTest, AMajorIsDeclaredFromTheChosenAlertInOneDialog)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_D);
    ASSERT_TRUE(shows(tr(Text::DeclareTitle))) << said_;
    EXPECT_TRUE(shows("SEV3")) << "minor is no major";
    EXPECT_FALSE(shows("SEV4"));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty()) << "how severe it is nobody has said";
    press_key(ImGuiKey_2);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/incidents");
    HttpResponse logged;
    logged.status = 201;
    logged.body = to_json_text(WriteAnswer { .created = "INC-7" });
    sent_[0].done(logged);
    draw();
    ASSERT_EQ(sent_.size(), 2U);
    EXPECT_EQ(sent_[1].path, "/api/v1/incidents/INC-7/major");
    EXPECT_NE(sent_[1].body.find("SEV2"), std::string::npos) << sent_[1].body;
    ASSERT_FALSE(went_.empty());
    EXPECT_EQ(went_.back(), "/incidents/INC-7");
}

TEST_F(BoardViewTest, WhatIsOpenedFromACriticalAlertIsUrgent)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_I);
    EXPECT_TRUE(shows("It opens as P2"));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    const auto log = from_json<LogIncident>(sent_[0].body);
    ASSERT_TRUE(log.ok());
    EXPECT_EQ(log.value().urgency, Level::High);
}

TEST_F(BoardViewTest, WithAnAlertChosenOtherKeysOfAnIncidentNameTheKeyThatOpensOne)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_T);
    EXPECT_EQ(said_, tr(Text::BoardNoneOpenYet, "I"));
}

TEST_F(BoardViewTest, ABusyRoomSeesItsAlertsOnALowScreen)
{
    ImGui::GetIO().DisplaySize = { 1366, 640 }; // what the shell leaves of 768
    for (const auto& [id, kind] : { std::pair { "host", SourceKind::Host }, { "pull", SourceKind::PrometheusPull } }) {
        console_.done(SetSource { { .id = SourceId { id }, .kind = kind, .domain = id } }, kSystem);
        console_.done(DefineCapacity { CapacityResource { .id = ResourceId { id },
                          .name = std::string("Of ") + id,
                          .unit = "percent",
                          .source = SourceId { id } } },
            kSystem);
    }
    for (const char* service : { "shop", "mail" }) {
        console_.done(LogIncident { .title = service, .services = { ServiceId { service } } }, console_.room.desk);
        for (int i = 0; i < 3; ++i) {
            console_.fire("Down" + std::to_string(i), service);
        }
    }
    draw();
    for (const std::string id : { "host", "pull" }) {
        EXPECT_TRUE(std::any_of(console_.transport.sent.begin(), console_.transport.sent.end(),
            [&](const HttpRequest& request) {
                return request.path.starts_with("/api/v1/capacity/" + id + "/samples");
            }))
            << "a tile without a curve has a value too: " << id;
    }
    const auto top_of = [](Role role, std::string_view words) {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.role == role && item.label.find(words) != std::string::npos; });
        return at == mirror().items().end() ? MirrorRect {} : at->rect;
    };
    const MirrorRect host = top_of(Role::Region, "Of host");
    const MirrorRect run = top_of(Role::Region, "Of pull");
    const MirrorRect alerts = top_of(Role::Region, tr(Text::BoardAlerts));
    const auto in_alerts = std::count_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
        return item.role == Role::Row && item.rect.y >= alerts.y && item.rect.height > 20
            && item.rect.y + item.rect.height <= alerts.y + alerts.height;
    });
    EXPECT_GE(in_alerts, 5);
    EXPECT_GE(run.y, alerts.y + alerts.height);
    EXPECT_LT(run.x, host.x);
    EXPECT_LE(host.y + host.height, 640);
}

TEST_F(BoardViewTest, RowsNameWhatTheyConcern)
{
    AlertReport report;
    report.labels = { { "alertname", "DiskFull" }, { "service", "shop" }, { "severity", "critical" },
        { "instance", "db1:9100" }, { "mountpoint", "/var" } };
    report.annotations = { { "summary", "A disk is full" } };
    report.started_at = console_.room.now;
    console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    draw();
    EXPECT_TRUE(shows("Critical, shop, DiskFull, db1:9100 /var"));
}

}
}
