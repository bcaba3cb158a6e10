// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/schedule/schedule.h"

#include "client/widgets/schedule/frame.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr Timestamp kNow { 1'763'733'807'000 };

Timestamp hours(double from_now)
{
    return { kNow.millis + static_cast<std::int64_t>(from_now * kHour) };
}

ScheduleBar bar(std::string id, double from, double to)
{
    ScheduleBar made;
    made.id = id;
    made.title = "Work " + id;
    made.begin = hours(from);
    made.end = hours(to);
    return made;
}

ScheduleModel sample()
{
    ScheduleModel model;
    model.now = kNow;
    ScheduleRow storage;
    storage.name = "storage-b";
    storage.detail = "Hall 2";
    storage.bars = { bar("1", -2, 3), bar("2", 1, 6), bar("3", 2, 2.5), bar("4", 8, 9) };
    storage.dues = { { "5", "Battery check", hours(-80), false }, { "6", "Inspection", hours(20), false } };
    ScheduleRow mail;
    mail.name = "mail";
    mail.bars = { bar("7", 0, 1), bar("8", 1, 2) };
    model.rows = { storage, mail };
    return model;
}

TEST(ScheduleTest, ListsOverlapsWithTheirDepth)
{
    const auto conflicts = schedule_conflicts(sample());
    ASSERT_EQ(conflicts.size(), 1u);
    EXPECT_EQ(conflicts[0].row, 0u);
    EXPECT_EQ(conflicts[0].depth, 3);
    EXPECT_EQ(conflicts[0].begin, hours(-2));
    EXPECT_EQ(conflicts[0].end, hours(6));
    EXPECT_EQ(conflicts[0].titles.size(), 3u);
}

TEST(ScheduleTest, CancelledAndTouchingBarsDoNotConflict)
{
    auto model = sample();
    model.rows[0].bars[0].cancelled = true;
    model.rows[0].bars[2].cancelled = true;
    EXPECT_TRUE(schedule_conflicts(model).empty());
    EXPECT_TRUE(schedule_conflicts({}).empty());
}

TEST(ScheduleTest, PutsOverlappingBarsOnLinesOfTheirOwn)
{
    const auto model = sample();
    EXPECT_EQ(schedule_lines(model.rows[0]), (std::vector<int> { 0, 1, 2, 0 }));
    EXPECT_EQ(schedule_lines(model.rows[1]), (std::vector<int> { 0, 0 }));
}

TEST(ScheduleTest, WithinADayTheLineIsNow)
{
    EXPECT_EQ(schedule_now_word(ScheduleZoom::Day), "now");
    EXPECT_EQ(schedule_now_word(ScheduleZoom::Week), "Today");
}

TEST(ScheduleTest, CountsWholeDaysOverdue)
{
    EXPECT_EQ(days_overdue({ "", "", hours(-80), false }, kNow), 3);
    EXPECT_EQ(days_overdue({ "", "", hours(-80), true }, kNow), 0);
    EXPECT_EQ(days_overdue({ "", "", hours(5), false }, kNow), 0);
}

class ScheduleViewTest : public testing::Test {
protected:
    void draw(int frames = 2)
    {
        ui_.draw(
            [&] {
                auto more = draw_schedule("schedule", model_, state_);
                commands_.insert(commands_.end(), more.begin(), more.end());
                draw_all_conflicts(model_, state_);
            },
            frames);
    }

    template<typename Command>
    bool got() const
    {
        return std::any_of(commands_.begin(), commands_.end(),
            [](const auto& command) { return std::holds_alternative<Command>(command); });
    }

    HeadlessUi ui_;
    ScheduleModel model_ = sample();
    ScheduleState state_;
    std::vector<ScheduleCommand> commands_;
};

TEST_F(ScheduleViewTest, WhoKnowsWhatDependsOnWhatSaysWhatIsInTheWay)
{
    const auto shows = [](std::string_view words) {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    };
    draw();
    EXPECT_TRUE(shows("1 overlap"));
    model_.conflicts.emplace();
    draw();
    EXPECT_FALSE(shows("1 overlap")) << "what overlaps is one job";
    ScheduleConflict conflict;
    conflict.other_rows = { 1 };
    conflict.begin = hours(1);
    conflict.end = hours(2);
    conflict.depth = 2;
    conflict.words = "Switch + mail: mail depends on the network";
    model_.conflicts->push_back(conflict);
    draw();
    EXPECT_TRUE(shows("Switch + mail: mail depends on the network, "));
}

TEST_F(ScheduleViewTest, WhatIsCountedBelowThePlanOpens)
{
    const auto shows = [](std::string_view words) {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    };
    model_.conflicts.emplace();
    for (const char* words : { "first", "second", "third", "fourth", "fifth", "sixth" }) {
        ScheduleConflict conflict;
        conflict.begin = hours(1);
        conflict.end = hours(2);
        conflict.words = words;
        model_.conflicts->push_back(conflict);
    }
    draw();
    EXPECT_TRUE(shows("fourth"));
    EXPECT_FALSE(shows("sixth"));
    const MirrorItem* more = mirror().find(Role::Link, "+2 more");
    ASSERT_NE(more, nullptr);
    HeadlessUi::click(*more);
    draw(6);
    EXPECT_TRUE(shows("sixth"));
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw(6);
    EXPECT_FALSE(shows("sixth"));
}

TEST_F(ScheduleViewTest, DrawsEmptyFullAndEveryZoom)
{
    for (const auto zoom : { ScheduleZoom::Day, ScheduleZoom::Week, ScheduleZoom::Month }) {
        state_.zoom = zoom;
        draw();
    }
    state_.from = { -9'000'000'000'000 };
    draw();
    for (int i = 0; i < 300; ++i) {
        model_.rows.push_back(model_.rows[0]);
    }
    draw();
    EXPECT_LE(mirror().items().size(), kMaxMirrorNodes);
    model_.rows.clear();
    draw();
    EXPECT_GT(ui_.vertices(), 50);
}

TEST_F(ScheduleViewTest, SaysWhatIsShownAndOpensByMirror)
{
    draw();
    const MirrorItem* row = nullptr;
    bool overdue = false;
    for (const auto& item : mirror().items()) {
        row = item.role == Role::Row && item.label.rfind("Work 1", 0) == 0 ? &item : row;
        overdue = overdue || item.label.find("overdue 3 d") != std::string::npos;
    }
    ASSERT_NE(row, nullptr);
    EXPECT_TRUE(overdue);
    EXPECT_EQ(row->set_size, 8);
    mirror().activate(row->id);
    draw();
    EXPECT_TRUE(got<ScheduleItemOpened>());
    EXPECT_EQ(state_.selected, "1");
}

TEST_F(ScheduleViewTest, MovesWithTheKeyboard)
{
    draw();
    const MirrorItem* canvas = mirror().find(Role::Button, "Schedule");
    ASSERT_NE(canvas, nullptr);
    mirror().request_focus(canvas->id);
    draw(3);
    HeadlessUi::press_key(ImGuiKey_RightArrow);
    draw(3);
    ASSERT_TRUE(state_.selected);
    const auto first = *state_.selected;
    HeadlessUi::press_key(ImGuiKey_RightArrow);
    draw(3);
    EXPECT_NE(*state_.selected, first);
    HeadlessUi::press_key(ImGuiKey_DownArrow);
    draw(3);
    EXPECT_EQ(state_.row, 1u);
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw(3);
    EXPECT_TRUE(got<ScheduleItemOpened>());
}

TEST_F(ScheduleViewTest, ButtonsChangeZoomAndStretch)
{
    draw();
    const Timestamp before = state_.from;
    HeadlessUi::click(*mirror().find(Role::Button, "Later"));
    draw(4);
    EXPECT_EQ(state_.from, before + Millis { 7 * 24 * kHour });
    HeadlessUi::click(*mirror().find(Role::Button, "Month"));
    draw(4);
    EXPECT_EQ(state_.zoom, ScheduleZoom::Month);
    EXPECT_TRUE(got<ScheduleMoved>());
    EXPECT_LE(state_.from, kNow);
}

// Depth is how many lie over each other at one instant, not how many overlap another.
TEST(ScheduleTest, AChainOfOverlapsIsOneConflictOfItsDepth)
{
    ScheduleModel model;
    ScheduleRow row;
    row.bars = { bar("3", 4, 7), bar("1", 0, 3), bar("2", 2, 5), bar("9", 20, 21) };
    model.rows = { {}, row };
    const auto conflicts = schedule_conflicts(model);
    ASSERT_EQ(conflicts.size(), 1u);
    EXPECT_EQ(conflicts[0].row, 1u);
    EXPECT_EQ(conflicts[0].depth, 2);
    EXPECT_EQ(conflicts[0].begin, hours(0));
    EXPECT_EQ(conflicts[0].end, hours(7));
    EXPECT_EQ(conflicts[0].titles, (std::vector<std::string> { "Work 1", "Work 2", "Work 3" }));
}

TEST(ScheduleTest, AConflictEndsWithTheLongestAndTheNextIsAnother)
{
    ScheduleModel model;
    ScheduleRow row;
    row.bars = { bar("1", 0, 9), bar("2", 1, 2), bar("3", 9, 12), bar("4", 10, 11), bar("5", 8, 8) };
    model.rows = { row };
    const auto conflicts = schedule_conflicts(model);
    ASSERT_EQ(conflicts.size(), 2u);
    EXPECT_EQ(conflicts[0].end, hours(9)) << "not with the last that began";
    EXPECT_EQ(conflicts[0].titles.size(), 2u) << "what has no length overlaps nothing";
    EXPECT_EQ(conflicts[1].begin, hours(9)) << "where one begins as the other ends they do not overlap";
    EXPECT_EQ(conflicts[1].end, hours(12));
}

// The long one goes on below those that come and go over it.
TEST(ScheduleTest, WhatLiesOverALongBarIsOneConflictOfItsDeepestPlace)
{
    ScheduleModel model;
    ScheduleRow touching;
    touching.bars = { bar("long", 0, 9), bar("a", 1, 3), bar("b", 3, 5), bar("c", 6, 7) };
    ScheduleRow deepest_amid;
    deepest_amid.bars = { bar("long", 0, 9), bar("a", 1, 4), bar("b", 2, 3), bar("c", 5, 6) };
    model.rows = { touching, deepest_amid };
    const auto conflicts = schedule_conflicts(model);
    ASSERT_EQ(conflicts.size(), 2u);
    EXPECT_EQ(conflicts[0].titles.size(), 4u);
    EXPECT_EQ(conflicts[0].depth, 2) << "of two that touch only one lies there at a time";
    EXPECT_EQ(conflicts[1].titles.size(), 4u);
    EXPECT_EQ(conflicts[1].depth, 3) << "not as deep as where the last begins";
}

TEST(ScheduleTest, LinesAreTakenFromTheTopAndTheLongestOfOneBeginFirst)
{
    ScheduleRow row;
    row.bars = { bar("short", 0, 1), bar("long", 0, 5), bar("next", 1, 2), bar("none", 2, 2), bar("after", 2, 3),
        bar("neither", 2, 2) };
    EXPECT_EQ(schedule_lines(row), (std::vector<int> { 1, 0, 1, 2, 1, 3 }))
        << "even what has no length takes its place";
    row.bars[1].cancelled = true;
    EXPECT_EQ(schedule_lines(row)[0], 1) << "cancelled ones are drawn too";
    EXPECT_TRUE(schedule_lines({}).empty());
}

TEST(ScheduleTest, ADayOverdueIsAWholeOne)
{
    const auto overdue = [](std::int64_t millis) {
        return days_overdue({ "", "", { kNow.millis - millis }, false }, kNow);
    };
    EXPECT_EQ(overdue(0), 0);
    EXPECT_EQ(overdue(24 * kHour - 1), 0);
    EXPECT_EQ(overdue(24 * kHour), 1);
    EXPECT_EQ(overdue(48 * kHour - 1), 1);
    EXPECT_EQ(overdue(-1), 0);
}

// A week of 700 pixels behind names of 100.
class SchedulePlacesTest : public testing::Test {
protected:
    SchedulePlacesTest()
    {
        frame_.from = { 0, 0 };
        frame_.to = { 800, 300 };
        frame_.plot_left = 100;
        frame_.targets = { { .id = "MW-1", .row = 1, .from = { -400, 40 }, .to = { 300, 60 }, .room = 800 } };
    }

    HeadlessUi ui_ {};
    ScheduleModel model_ {};
    ScheduleState state_ {};
    ImDrawList list_ { nullptr };
    ScheduleFrame frame_ { model_, state_, list_ };
};

TEST_F(SchedulePlacesTest, TheTitleOfAWindowUnderWayIsPinnedToTheLeftEdge)
{
    const TitlePlace place = title_place(frame_, frame_.targets[0], 120);
    EXPECT_TRUE(place.inside);
    EXPECT_GE(place.x, 100) << "where it is to be seen";
    EXPECT_FLOAT_EQ(place.width, 120);
}

TEST_F(SchedulePlacesTest, WhatIsLeftOfAWindowHasItsTitleBehindItHoweverLittleThatIs)
{
    frame_.targets[0].to.x = 110;
    frame_.targets[0].room = 180;
    const TitlePlace place = title_place(frame_, frame_.targets[0], 120);
    EXPECT_FALSE(place.inside);
    EXPECT_GT(place.x, 110);
    EXPECT_LE(place.x + place.width, 180);
    EXPECT_GT(place.width, 0);
    frame_.targets[0].room = 112;
    EXPECT_EQ(title_place(frame_, frame_.targets[0], 120).width, 0) << "no sliver";
}

TEST_F(SchedulePlacesTest, AMarkStandsOverNoBarAndNoTitle)
{
    EXPECT_TRUE(is_taken(frame_, 1, { 200, 50 }, { 260, 62 }));
    EXPECT_TRUE(is_taken(frame_, 1, { 320, 50 }, { 380, 62 })) << "the title behind it";
    EXPECT_FALSE(is_taken(frame_, 1, { 200, 60 }, { 260, 72 }));
    EXPECT_FALSE(is_taken(frame_, 0, { 200, 50 }, { 260, 62 }));
}

}
}
