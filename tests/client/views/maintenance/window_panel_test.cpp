// SPDX-License-Identifier: Apache-2.0
// A window that was chosen on the maintenance screen: all of it, and the steps that can be taken.
#include "client/views/maintenance/window_panel.h"

#include "client/views/maintenance/window_preview.h"
#include "shared/wire/error_codec.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

class WindowPanelTest : public MaintenanceOnScreen {
protected:
    // MW-1 of the shop, from in an hour to in three.
    void plan()
    {
        Room& room = console_.room;
        console_.done(PlanWindow { .title = "Replace the switch",
                          .services = { ServiceId { "shop" } },
                          .from = room.now + hours { 1 },
                          .to = room.now + hours { 3 } },
            room.planner);
    }

    void approve(const char* window)
    {
        console_.done(MoveWindow { .window = WindowId { window } }, console_.room.manager);
    }

    void choose()
    {
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find("Replace the switch") != std::string::npos;
        });
        ASSERT_NE(row, mirror().items().end());
        mirror().activate(row->id);
        draw();
        ASSERT_EQ(dialog(), "MW-1  Replace the switch");
    }

    static const MirrorItem* found(Text words) { return mirror().find(Role::Button, tr(words)); }

    MoveWindow asked() const
    {
        const auto command
            = sent_.empty() ? Result<MoveWindow> { Error {} } : decode_command<MoveWindow>(sent_.back().body);
        EXPECT_TRUE(command.ok());
        return command.ok() ? command.value() : MoveWindow {};
    }
};

TEST(WindowStateWordsTest, SayWhereItStands)
{
    MaintenanceWindow window;
    window.from = kMorning;
    window.to = kMorning + hours { 1 };
    const auto words = [&](Timestamp now) { return window_state_words(window, now); };
    EXPECT_EQ(words(kMorning), tr(Text::WindowPlanned));
    EXPECT_EQ(words(window.to), tr(Text::WindowNeverApproved));
    window.state = WindowState::Approved;
    window.approved_at = kMorning - hours { 1 };
    EXPECT_EQ(words(kMorning - Millis { 1 }), tr(Text::OrderApproved));
    EXPECT_EQ(words(kMorning), tr(Text::ScheduleUnderWay));
    EXPECT_EQ(words(window.to), tr(Text::WindowOver));
    window.state = WindowState::Cancelled;
    EXPECT_EQ(words(kMorning), tr(Text::OrderCancelled));
}

TEST_F(WindowPanelTest, ItSaysAllOfItAndIsApproved)
{
    plan();
    open(console_.room.manager);
    choose();
    EXPECT_TRUE(shows(tr(Text::WindowPlanned)));
    EXPECT_TRUE(shows("Services: shop"));
    EXPECT_TRUE(shows("Planned by: planner"));
    EXPECT_TRUE(shows(tr(Text::WindowMutesNone)));
    EXPECT_NE(found(Text::Close), nullptr) << "what leaves the dialog is not called as what ends the window";
    EXPECT_EQ(found(Text::Cancel), nullptr);
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty()) << "a key pressed once too often approves nothing";
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/maintenance-windows/MW-1/transitions");
    EXPECT_EQ(asked().to, WindowState::Approved);
    EXPECT_EQ(asked().version, console_.room.state.windows.find(WindowId { "MW-1" })->version);
    EXPECT_EQ(dialog(), "");
}

TEST_F(WindowPanelTest, WhoApprovesItReadsWhatItWouldMuteAmongWhatFires)
{
    plan();
    console_.fire("Down", "shop");
    console_.fire("Full", "mail");
    open(console_.room.manager);
    choose();
    const auto lines = preview_lines(window_preview(console_.room.state, {}, { ServiceId { "shop" } }, {}));
    ASSERT_FALSE(lines.empty());
    EXPECT_NE(lines.front().words.find("Down"), std::string::npos) << lines.front().words;
    for (const PreviewLine& line : lines) {
        EXPECT_TRUE(shows(line.words)) << line.words;
    }
}

TEST_F(WindowPanelTest, WhatItMutesIsSaidAndWhatWasApprovedIsNotApprovedAgain)
{
    plan();
    approve("MW-1");
    console_.room.pass(hours { 2 });
    console_.done(PlanWindow { .title = "Another",
                      .services = { ServiceId { "mail" } },
                      .from = console_.room.now,
                      .to = console_.room.now + hours { 1 } },
        console_.room.planner);
    approve("MW-2");
    console_.fire("Down", "shop");
    console_.fire("Slow", "shop");
    console_.fire("Full", "mail");
    open(console_.room.manager);
    choose();
    EXPECT_TRUE(shows(tr(Text::ScheduleUnderWay)));
    EXPECT_TRUE(shows("Approved by: manager"));
    EXPECT_TRUE(shows(tr(Text::WindowMutes, "2")));
    EXPECT_EQ(found(Text::OrderApprove), nullptr) << "it is so already";
}

TEST_F(WindowPanelTest, CancellingIsAskedOnce)
{
    plan();
    open(console_.room.planner);
    choose();
    press(Role::Button, tr(Text::WindowCancel));
    EXPECT_EQ(dialog(), tr(Text::WindowCancelTitle, "MW-1"));
    EXPECT_TRUE(sent_.empty());
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(dialog(), "MW-1  Replace the switch") << "back to the window";
    press(Role::Button, tr(Text::WindowCancel));
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, WindowState::Cancelled);
    EXPECT_EQ(dialog(), "");
}

TEST_F(WindowPanelTest, WhoPlannedItIsToldWhoApprovesItAndMaySayWhyItCannotWait)
{
    plan();
    open(console_.room.planner);
    choose();
    EXPECT_TRUE(shows("another maintenance planner or incident manager"));
    ASSERT_NE(found(Text::WindowApproveAlone), nullptr);
    EXPECT_TRUE(found(Text::WindowApproveAlone)->disabled);
    write(tr(Text::FieldReason), "Nobody else is here.");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, WindowState::Approved);
    EXPECT_EQ(asked().reason, "Nobody else is here.");
}

TEST_F(WindowPanelTest, AnEmergencyIsConfirmedByAnother)
{
    plan();
    console_.done(MoveWindow { .window = WindowId { "MW-1" }, .reason = "It burns." }, console_.room.planner);
    open(console_.room.manager);
    choose();
    EXPECT_TRUE(shows(tr(Text::WindowEmergency)));
    EXPECT_TRUE(shows("Reason: It burns."));
    EXPECT_TRUE(shows("on the word of planner alone"));
    ASSERT_NE(found(Text::WindowConfirm), nullptr);
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, WindowState::Approved);
}

TEST_F(WindowPanelTest, ItBeginsEndsAndLastsOtherwise)
{
    plan();
    approve("MW-1");
    open(console_.room.manager);
    choose();
    EXPECT_EQ(found(Text::WindowEndNow), nullptr) << "it has not begun";
    press(Role::Button, tr(Text::WindowBeginNow));
    EXPECT_EQ(dialog(), tr(Text::WindowTimesTitle, "MW-1"));
    EXPECT_TRUE(shows(tr(Text::WindowWiderNote)));
    commit();
    EXPECT_TRUE(sent_.empty()) << "widening has a reason";
    write(tr(Text::FieldReason), "The shop is closed.");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/maintenance-windows/MW-1/times");
    const auto begin = decode_command<RescheduleWindow>(sent_[0].body);
    ASSERT_TRUE(begin.ok());
    EXPECT_TRUE(begin.value().from && *begin.value().from < kMorning + hours { 1 });
    EXPECT_EQ(begin.value().to, std::nullopt) << "what stays is not sent";
    answer(409, error_to_json({ ErrorCode::Conflict, "Another was first." }));
    EXPECT_TRUE(shows("Another was first."));
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(dialog(), "MW-1  Replace the switch") << "back to the window";
}

TEST_F(WindowPanelTest, EndingItEarlySaysWhatIsHeardThen)
{
    plan();
    approve("MW-1");
    console_.room.pass(hours { 2 });
    console_.fire("Down", "shop");
    open(console_.room.manager);
    choose();
    EXPECT_EQ(found(Text::WindowBeginNow), nullptr);
    press(Role::Button, tr(Text::WindowEndNow));
    EXPECT_TRUE(shows(tr(Text::WindowEndsNote)));
    EXPECT_TRUE(shows(tr(Text::WindowMutes, "1")));
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    const auto end = decode_command<RescheduleWindow>(sent_[0].body);
    ASSERT_TRUE(end.ok());
    EXPECT_EQ(end.value().from, std::nullopt);
    EXPECT_TRUE(end.value().to.has_value());
    answer(200, R"({"seq":9})");
    EXPECT_EQ(dialog(), "");
}

TEST_F(WindowPanelTest, WhoMayNotReadsItAndIsToldWhy)
{
    plan();
    open(console_.room.resolver);
    choose();
    EXPECT_TRUE(shows("Services: shop"));
    ASSERT_NE(found(Text::OrderApprove), nullptr);
    EXPECT_TRUE(found(Text::OrderApprove)->disabled);
    ASSERT_NE(found(Text::WindowCancel), nullptr);
    EXPECT_TRUE(found(Text::WindowCancel)->disabled);
    commit();
    EXPECT_TRUE(sent_.empty());
}

}
TEST_F(WindowPanelTest, AllThatFollowInItsSeriesAreApprovedAndCancelledWithIt)
{
    PlanWindowSeries series;
    series.plan.title = "Replace the switch";
    series.plan.services = { ServiceId { "shop" } };
    series.rule = "FREQ=WEEKLY;COUNT=3";
    for (const int week : { 0, 1, 2 }) {
        const Timestamp from = console_.room.now + hours { 1 } + hours { 168 } * week;
        series.occurrences.push_back({ from, from + hours { 2 } });
    }
    console_.done(series, console_.room.planner);
    open(console_.room.manager);
    choose();
    EXPECT_TRUE(shows(tr(Text::WindowSeriesIs, "MW-1", "FREQ=WEEKLY;COUNT=3")));
    press(Role::Switch, tr(Text::WindowFollowing, "2"));
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, WindowState::Approved);
    EXPECT_TRUE(asked().following);
    choose();
    press(Role::Button, tr(Text::WindowCancel));
    commit();
    EXPECT_FALSE(asked().following) << "one alone unless that is said";
    choose();
    press(Role::Button, tr(Text::WindowCancel));
    press(Role::Switch, tr(Text::WindowFollowing, "2"));
    commit();
    EXPECT_TRUE(asked().following);
    EXPECT_EQ(asked().to, WindowState::Cancelled);
}

}
