// SPDX-License-Identifier: Apache-2.0
// Several alerts of the board at once: how they are selected, and what is done with all of them.
#include "client/language/text.h"
#include "client/views/batch.h"
#include "client/views/board/alert_selection.h"
#include "tests/support/board_on_screen.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace watchfloor {
namespace {

std::vector<AlertId> alerts_named(const std::vector<const char*>& names)
{
    std::vector<AlertId> ids;
    for (const char* name : names) {
        ids.push_back(AlertId { name });
    }
    return ids;
}

TEST(AlertSelectionTest, ARangeIsReachedAnewFromWhereItStarts)
{
    const auto all = alerts_named({ "a", "b", "c", "d", "e" });
    AlertSelection selection;
    selection.toggle(all[4]);
    selection.start_at(all[1]);
    selection.reach(all, all[1], all[3]);
    EXPECT_EQ(selection.size(), 4U);
    selection.reach(all, all[3], all[0]);
    EXPECT_TRUE(selection.has_all(alerts_named({ "a", "b", "e" }))) << "what was selected before stays";
    EXPECT_EQ(selection.size(), 3U);
}

TEST(AlertSelectionTest, ARangeWithoutAStartBeginsAtTheChoice)
{
    const auto all = alerts_named({ "a", "b", "c" });
    AlertSelection selection;
    selection.reach(all, all[0], all[1]);
    EXPECT_EQ(selection.size(), 2U);
    AlertSelection from_nothing;
    from_nothing.reach(all, AlertId {}, all[2]);
    EXPECT_EQ(from_nothing.size(), 1U);
}

TEST(AlertSelectionTest, WhatIsClickedIsTakenAsItWasMeant)
{
    const auto shown = alerts_named({ "a", "b", "c", "d" });
    AlertSelection selection;
    selection.take(SelectBy::Choice, shown, {}, shown[1]);
    EXPECT_TRUE(selection.empty()) << "it is chosen, and nothing is selected";
    selection.take(SelectBy::Range, shown, shown[1], shown[2]);
    EXPECT_TRUE(selection.has_all({ shown[1], shown[2] }));
    EXPECT_EQ(selection.size(), 2U);
    selection.take(SelectBy::One, shown, shown[2], shown[1]);
    EXPECT_EQ(selection.size(), 1U);
    selection.take(SelectBy::Choice, shown, shown[1], shown[3]);
    EXPECT_EQ(selection.size(), 1U) << "a choice leaves what is selected";
}

// The lists of the board and of the dialog that links alerts draw theirs by it.
TEST(AlertSelectionTest, ARowIsMarkedByWhatIsSelectedAndWhileNothingIsByTheChoice)
{
    HeadlessUi ui;
    AlertSelection selection;
    const auto row = [&](bool selected, bool chosen) {
        ui.draw([&] {
            const std::array<Column, 1> columns { Column { "Alert" } };
            if (begin_table("rows", columns, { .label = "Rows", .total_rows = 1, .height = 200 })) {
                static_cast<void>(begin_selectable_row(0, { .label = "one" }, selection, { selected, chosen, true }));
                end_row();
                end_table();
            }
        });
        const MirrorItem* item = mirror().find(Role::Row, "one");
        return item != nullptr && item->selected;
    };
    EXPECT_TRUE(row(false, true));
    EXPECT_FALSE(row(false, false));
    selection.take(SelectBy::One, {}, {}, AlertId { "another" });
    EXPECT_FALSE(row(false, true)) << "the next key means the other";
    EXPECT_TRUE(row(true, false));
}

TEST(AlertSelectionTest, AnAddressHoldsAsManyAsCanBeSent)
{
    std::vector<AlertId> all;
    AlertSelection selection;
    for (std::size_t i = 0; i <= kMostSelectedWritten; ++i) {
        all.push_back(alert_id("site", { { "alertname", std::to_string(i) } }));
        AlertSelection read;
        if (i > 0) {
            selection.toggle(all[i - 1]);
            read.read(selection.written());
            read.keep(all);
            EXPECT_EQ(read.size(), i);
            EXPECT_TRUE(read.has(all[i - 1]));
        }
    }
    EXPECT_LT(selection.written().size(), 400U);
    selection.toggle(all.back());
    EXPECT_EQ(selection.written(), "") << "one more, and the filter alone tells them";
}

TEST(AlertSelectionTest, AnAddressSelectsNothingThatIsNotShown)
{
    const auto all = alerts_named({ "a", "b", "c" });
    AlertSelection selection;
    selection.toggle(all[2]);
    selection.read("a,gone,,");
    selection.keep(all);
    EXPECT_TRUE(selection.has(all[0]));
    EXPECT_EQ(selection.size(), 1U) << "instead of what was selected before";
}

TEST(AlertSelectionTest, WhatIsShownNoLongerIsSelectedNoLongerNorComesBack)
{
    const auto all = alerts_named({ "a", "b", "c" });
    AlertSelection selection;
    selection.toggle_all(all);
    selection.start_at(all[1]);
    selection.keep(alerts_named({ "b", "c" }));
    EXPECT_EQ(selection.size(), 2U);
    selection.reach(all, all[1], all[2]);
    EXPECT_FALSE(selection.has(all[0]));
    selection.toggle_all(alerts_named({ "b", "c" }));
    EXPECT_TRUE(selection.empty()) << "all of them once more: none";
}

class BoardSelectionTest : public BoardViewTest {
protected:
    static std::set<std::string> selected_rows()
    {
        std::set<std::string> rows;
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Row && item.selected) {
                rows.insert(item.label);
            }
        }
        return rows;
    }

    void click_row(std::string_view words, int modifier = 0, float across = 0.5F)
    {
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find(words) != std::string::npos;
        });
        ASSERT_NE(row, mirror().items().end()) << words;
        auto& io = ImGui::GetIO();
        io.AddMousePosEvent(row->rect.x + row->rect.width * across + 8, row->rect.y + row->rect.height / 2);
        draw(1);
        if (modifier != 0) {
            io.AddKeyEvent(static_cast<ImGuiKey>(modifier), true);
        }
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
        io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        draw();
        if (modifier != 0) {
            io.AddKeyEvent(static_cast<ImGuiKey>(modifier), false);
        }
        draw();
    }

    void click_button(std::string_view label)
    {
        const MirrorItem* button = mirror().find(Role::Button, label);
        ASSERT_NE(button, nullptr) << label;
        HeadlessUi::click(*button);
        draw();
    }

    IncidentId open_incident(const std::string& title)
    {
        const LogIncident log { .title = title };
        const IncidentId id { console_.room.when(log, console_.room.desk).value().created };
        console_.done(log, console_.room.desk);
        draw();
        return id;
    }

    // Of two services, and so many that they are grouped.
    void flood()
    {
        for (int i = 0; i < 6; ++i) {
            console_.fire("Shop" + std::to_string(i), "shop");
            console_.fire("Mail" + std::to_string(i), "mail");
        }
        draw();
    }

    std::vector<std::string> paths() const
    {
        std::vector<std::string> all;
        for (const Send& send : sent_) {
            all.push_back(send.path);
        }
        return all;
    }
};

TEST_F(BoardSelectionTest, ShiftWithTheArrowsSelectsAndXAcknowledgesThemTogether)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_DownArrow);
    EXPECT_EQ(selected_rows().size(), 2U);
    EXPECT_NE(mirror().find(Role::Group, "2 selected"), nullptr);
    press_key(ImGuiKey_X);
    ASSERT_EQ(sent_.size(), 2U);
    EXPECT_EQ(sent_[0].path, "/api/v1/alerts/" + worst_.text + "/acknowledge") << "in the order of the board";
    EXPECT_EQ(sent_[1].path, "/api/v1/alerts/" + other_.text + "/acknowledge");
    ASSERT_NE(sent_[0].batch, nullptr);
    EXPECT_EQ(sent_[0].batch, sent_[1].batch);
    EXPECT_EQ(sent_[0].batch->total, 2U);
    press_key(ImGuiKey_X);
    EXPECT_EQ(sent_.size(), 2U) << "each once";
    EXPECT_EQ(said_, "All of them are acknowledged");
}

TEST_F(BoardSelectionTest, ShiftTheOtherWayTakesTheRangeBack)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_UpArrow);
    EXPECT_EQ(selected_rows(), std::set<std::string> { "Critical, shop, Down" });
    EXPECT_NE(mirror().find(Role::Group, "1 selected"), nullptr);
}

TEST_F(BoardSelectionTest, SpaceSelectsAndLetsGo)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_Space);
    press_key(ImGuiKey_DownArrow);
    EXPECT_EQ(selected_rows(), std::set<std::string> { "Critical, shop, Down" }) << "the choice moves on alone";
    press_key(ImGuiKey_Space);
    EXPECT_EQ(selected_rows().size(), 2U);
    press_key(ImGuiKey_Space);
    EXPECT_EQ(selected_rows(), std::set<std::string> { "Critical, shop, Down" });
}

TEST_F(BoardSelectionTest, SpaceOnAButtonPressesTheButton)
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
    press_key(ImGuiKey_Space);
    EXPECT_EQ(sent_.size(), 1U);
    EXPECT_EQ(mirror().find(Role::Group, "1 selected"), nullptr);
}

TEST_F(BoardSelectionTest, SeveralSelectedAlertsAreInTheAddressAndComeBackByIt)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_DownArrow);
    const std::set<std::string> chosen = selected_rows();
    ASSERT_EQ(chosen.size(), 2U);
    const Location there = parse_location(format_location(view_->address(console_.location)));
    ASSERT_TRUE(there.value("selected"));
    view_ = make_board_view();
    view_->arrive(there);
    draw();
    EXPECT_EQ(selected_rows(), chosen);
    EXPECT_NE(mirror().find(Role::Group, "2 selected"), nullptr);
    EXPECT_EQ(view_->address(there), there);
    press_key(ImGuiKey_Escape);
    EXPECT_FALSE(view_->address(there).value("selected")) << "and go with the selection";
}

TEST_F(BoardSelectionTest, CtrlShiftAndTheBoxSelectByMouse)
{
    click_row("mail, Slow", ImGuiMod_Ctrl);
    EXPECT_EQ(selected_rows(), std::set<std::string> { "Minor, mail, Slow" });
    click_row("mail, Slow", ImGuiMod_Ctrl);
    EXPECT_EQ(mirror().find(Role::Group, "1 selected"), nullptr);
    click_row("shop, Down");
    click_row("mail, Slow", ImGuiMod_Shift);
    EXPECT_EQ(selected_rows().size(), 2U);
    click_row("shop, Down", 0, 0);
    EXPECT_EQ(selected_rows(), std::set<std::string> { "Minor, mail, Slow" }) << "the box lets go what it shows";
    EXPECT_EQ(mirror().find(Role::Dialog, "Alert: Down"), nullptr);
}

TEST_F(BoardSelectionTest, EscapeLetsTheSelectionGoBeforeTheFilter)
{
    view_->arrive({ "/", { { "filter", "shop" } } });
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    ASSERT_NE(mirror().find(Role::Group, "1 selected"), nullptr);
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(mirror().find(Role::Group, "1 selected"), nullptr);
    EXPECT_TRUE(shows("Filter: shop"));
    press_key(ImGuiKey_Escape);
    EXPECT_FALSE(shows("Filter: shop"));
}

// Who opens an incident from many reads in its title what they are, not which of them came first.
TEST_F(BoardSelectionTest, OfSeveralAlertsTheTitleSaysWhatTheyHaveInCommon)
{
    const auto title = [this] {
        press_key(ImGuiKey_I);
        const MirrorItem* field = mirror().find(Role::TextField, tr(Text::FieldTitle));
        const std::string value = field == nullptr ? "" : field->value;
        press_key(ImGuiKey_Escape);
        return value;
    };
    console_.room.pass(minutes { 1 });
    for (const char* instance : { "db1", "db2", "db3" }) {
        AlertReport report;
        report.labels = { { "alertname", "DiskFull" }, { "instance", instance }, { "service", "shop" },
            { "severity", "critical" } };
        report.started_at = console_.room.now;
        console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    }
    draw();
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    ASSERT_NE(mirror().find(Role::Group, "3 selected"), nullptr);
    EXPECT_EQ(title(), "DiskFull: 3 alerts on shop");
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    ASSERT_NE(mirror().find(Role::Group, "5 selected"), nullptr);
    EXPECT_EQ(title(), "5 alerts on shop, mail");
}

TEST_F(BoardSelectionTest, AServiceThatNobodyRegisteredHasOneNameInRowAndTitle)
{
    for (const char* instance : { "ns1", "ns2", "ns3" }) {
        AlertReport report;
        report.labels = { { "alertname", "NoAnswer" }, { "instance", instance }, { "service", "dns" },
            { "severity", "critical" } };
        report.started_at = console_.room.now;
        console_.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    }
    view_->arrive({ "/", { { "filter", "dns" } } });
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    ASSERT_NE(mirror().find(Role::Group, "3 selected"), nullptr);
    press_key(ImGuiKey_I);
    const MirrorItem* field = mirror().find(Role::TextField, tr(Text::FieldTitle));
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->value, "NoAnswer: 3 alerts on dns");
    EXPECT_TRUE(shows(tr(Text::LogIncidentFromMany, "3", "dns")));
}

TEST_F(BoardSelectionTest, CtrlASelectsTheGroupThenAll)
{
    flood();
    EXPECT_TRUE(shows(tr(Text::BoardFlood, tr(Text::LoadRate, "14", "7")))) << "in the words of a wall";
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    ASSERT_NE(mirror().find(Role::Group, "7 selected"), nullptr);
    const std::set<std::string> rows = selected_rows();
    EXPECT_TRUE(std::any_of(
        rows.begin(), rows.end(), [](const std::string& row) { return row.starts_with("mail: 7 alerts, "); }));
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    EXPECT_NE(mirror().find(Role::Group, "14 selected"), nullptr);
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    EXPECT_EQ(mirror().find(Role::Group, "14 selected"), nullptr);
}

TEST_F(BoardSelectionTest, AGroupIsSelectedByItsRowAndAcknowledgedByItsButton)
{
    flood();
    click_row("mail: 7 alerts", 0, 0.1F);
    EXPECT_NE(mirror().find(Role::Group, "7 selected"), nullptr);
    click_row("mail: 7 alerts", 0, 0.1F);
    EXPECT_EQ(mirror().find(Role::Group, "7 selected"), nullptr);
    click_button("Acknowledge 7 of mail");
    EXPECT_EQ(sent_.size(), 7U);
    EXPECT_EQ(mirror().find(Role::Group, "7 selected"), nullptr) << "the button is not the row";
    EXPECT_EQ(mirror().find(Role::Button, "Acknowledge 7 of mail"), nullptr);
    ASSERT_NE(sent_[0].batch, nullptr);
    sent_[0].done({ .status = 409 });
    draw();
    EXPECT_NE(mirror().find(Role::Button, "Acknowledge 1 of mail"), nullptr) << "what was refused is open again";
}

TEST_F(BoardSelectionTest, TheOpenedAlertOffersTheIncidentThatIsThereAlready)
{
    const IncidentId id = open_incident("Orders are lost");
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_Enter);
    click_button(tr(Text::AddCommit, id.text));
    ASSERT_NE(mirror().find(Role::Dialog, "Add alerts to an incident: 1"), nullptr);
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_EQ(paths(), std::vector<std::string> { "/api/v1/incidents/" + id.text + "/alerts" });
}

TEST_F(BoardSelectionTest, TheyAreAddedToTheIncidentThatIsChosen)
{
    const IncidentId first = open_incident("Orders are lost");
    const IncidentId second = open_incident("Mail is slow");
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    click_button(tr(Text::AddButton));
    ASSERT_NE(mirror().find(Role::Dialog, "Add alerts to an incident: 2"), nullptr);
    press_key(ImGuiKey_2);
    EXPECT_TRUE(sent_.empty()) << "a digit only chooses";
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    const std::string path = "/api/v1/incidents/" + second.text + "/alerts";
    EXPECT_EQ(paths(), (std::vector<std::string> { path, path }));
    EXPECT_NE(sent_[0].body.find(worst_.text), std::string::npos);
    EXPECT_NE(sent_[1].body.find(other_.text), std::string::npos);
    EXPECT_NE(first, second);
}

TEST_F(BoardSelectionTest, NothingIsAddedWhereNoIncidentIsOpen)
{
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    const MirrorItem* add = mirror().find(Role::Button, tr(Text::AddButton));
    ASSERT_NE(add, nullptr);
    EXPECT_TRUE(add->disabled);
    EXPECT_NE(add->value.find("No incident is open"), std::string::npos) << add->value;
}

TEST_F(BoardSelectionTest, WhatCameIntoAnIncidentIsSelectedNoLonger)
{
    const IncidentId id = open_incident("Orders are lost");
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    ASSERT_NE(mirror().find(Role::Group, "2 selected"), nullptr);
    console_.done(LinkAlert { id, worst_ }, console_.room.resolver);
    draw();
    EXPECT_NE(mirror().find(Role::Group, "1 selected"), nullptr);
}

TEST_F(BoardSelectionTest, TheDialogNeverSlidesToAnotherIncident)
{
    const IncidentId first = open_incident("Orders are lost");
    open_incident("Mail is slow");
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    press_key(ImGuiMod_Shift | ImGuiKey_I);
    ASSERT_NE(mirror().find(Role::Button, "Add to " + first.text), nullptr);
    MoveIncident cancel { .incident = first, .to = IncidentState::Cancelled };
    cancel.note = "A false alarm";
    console_.done(cancel, console_.room.manager);
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty());
}

TEST_F(BoardSelectionTest, WithoutAnOpenIncidentItSaysHowToOpenOne)
{
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiMod_Shift | ImGuiKey_I);
    EXPECT_TRUE(shows("No incident is open: I opens one"));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty());
}

TEST_F(BoardSelectionTest, IOpensOneIncidentFromAllOfThem)
{
    press_key(ImGuiMod_Ctrl | ImGuiKey_A);
    press_key(ImGuiKey_I);
    EXPECT_TRUE(shows("From 2 alerts of"));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_NE(sent_[0].body.find(worst_.text), std::string::npos);
    EXPECT_NE(sent_[0].body.find(other_.text), std::string::npos);
}

}
}
