// SPDX-License-Identifier: Apache-2.0
// How the timeline moves: what is followed, selected, fitted, dragged and stepped to.
#include "client/keys/keymap.h"
#include "tests/client/widgets/timeline/timeline_fixture.h"

#include <cmath>
#include <functional>

namespace watchfloor {
namespace {

class TimelineMovesTest : public TimelineFixture {
protected:
    // Carries out one step of a frame by itself, and keeps what it asked for.
    void step(const std::function<void(TimelineFrame&)>& act)
    {
        ui_.draw(
            [&] {
                TimelineFrame frame { scene_.model, scene_.state, *scene_.state.runtime, geometry_,
                    *ImGui::GetWindowDrawList() };
                act(frame);
                commands_ = std::move(frame.commands);
            },
            1);
    }

    // Pixel 100 is TimelineScene::kNow, each of the thousand pixels a second.
    void show_seconds_from_now()
    {
        scene_.state.axis = { static_cast<double>(TimelineScene::kNow.millis), 1000, 100, 1000 };
        scene_.state.following = false;
    }

    std::uint64_t add_at_second(std::int64_t second, std::int64_t seconds_long = 0)
    {
        const double minutes = 60;
        return scene_.add(-static_cast<double>(second) / minutes, static_cast<double>(seconds_long) / minutes, 2,
            ItemKind::Observation, ItemSeverity::Normal, "seen");
    }

    float middle_of(std::size_t lane) const { return (geometry_.lanes[lane].top + geometry_.lanes[lane].bottom) / 2; }

    // As the frame that was just drawn laid it out.
    void note_geometry()
    {
        const MirrorRect rect = canvas().rect;
        geometry_ = timeline_geometry(scene_.model, *scene_.state.runtime, { rect.x, rect.y },
            { rect.x + rect.width, rect.y + rect.height }, scene_.state.scroll);
    }

    void press_button(int button, ImVec2 at)
    {
        mouse(at.x, at.y);
        ImGui::GetIO().AddMouseButtonEvent(button, true);
        draw(2);
        ImGui::GetIO().AddMouseButtonEvent(button, false);
        draw(2);
    }

    std::size_t count_of_moves() const
    {
        return static_cast<std::size_t>(std::count_if(commands_.begin(), commands_.end(),
            [](const auto& command) { return std::holds_alternative<ViewMoved>(command); }));
    }

    TimelineGeometry geometry_ {};
};

TEST_F(TimelineMovesTest, AZoomFollowsNowAsLongAsItIsInSight)
{
    const auto move_now_to = [&](double share) {
        scene_.state.following = true;
        scene_.state.runtime->now_share = 0.5;
        TimeAxis axis { static_cast<double>(TimelineScene::kNow.millis) - share * 1e6, 1000, 100, 1000 };
        step([&](TimelineFrame& frame) { move_view(frame, axis); });
        return scene_.state.following;
    };
    EXPECT_TRUE(move_now_to(0.02)) << "at the left edge";
    EXPECT_DOUBLE_EQ(scene_.state.runtime->now_share, 0.02) << "it is followed where it stands now";
    EXPECT_TRUE(move_now_to(0.03));
    EXPECT_FALSE(move_now_to(0.0199));
    EXPECT_EQ(scene_.state.runtime->now_share, 0.5) << "out of sight is no place to follow it at";
    EXPECT_FALSE(move_now_to(-0.5));
    EXPECT_TRUE(move_now_to(0.99)) << "at the right edge";
    EXPECT_FALSE(move_now_to(0.9901));
    EXPECT_FALSE(move_now_to(1.5));
}

TEST_F(TimelineMovesTest, NowStandsAtItsShareWhileItIsFollowed)
{
    show_seconds_from_now();
    scene_.state.runtime->now_share = 0.25;
    step(follow_now);
    EXPECT_FLOAT_EQ(scene_.state.axis.x(TimelineScene::kNow), 100) << "nothing is followed";
    scene_.state.following = true;
    step(follow_now);
    EXPECT_FLOAT_EQ(scene_.state.axis.x(TimelineScene::kNow), 350);
}

TEST_F(TimelineMovesTest, AMoveIsToldOnceWithWhereItLed)
{
    show_seconds_from_now();
    step([](TimelineFrame& frame) { move_view(frame, frame.state.axis); });
    EXPECT_TRUE(commands_.empty()) << "nothing moved";
    step([](TimelineFrame& frame) {
        move_view(frame, panned(frame.state.axis, 10));
        move_view(frame, panned(frame.state.axis, 10));
        frame.commands.push_back(ItemSelected {});
        move_view(frame, panned(frame.state.axis, 10));
    });
    EXPECT_EQ(count_of_moves(), 2U);
    ASSERT_TRUE(last<ViewMoved>());
    EXPECT_EQ(last<ViewMoved>()->from, TimelineScene::kNow + Millis { 30'000 });
    EXPECT_EQ(last<ViewMoved>()->to, TimelineScene::kNow + Millis { 1'030'000 });
}

// What is selected near an edge is brought to the middle, with room for its words to the right.
TEST_F(TimelineMovesTest, WhatIsSelectedAtAnEdgeIsBroughtIntoView)
{
    const auto left = static_cast<std::int64_t>(grid(4));
    const auto right = 1000 - static_cast<std::int64_t>(grid(8));
    const auto moves = [&](std::int64_t second) {
        show_seconds_from_now();
        scene_.state.following = true;
        const auto seq = add_at_second(second);
        step([&](TimelineFrame& frame) { select_item(frame, seq); });
        EXPECT_EQ(scene_.state.selected, seq);
        EXPECT_EQ(last<ItemSelected>()->seq, seq);
        const bool moved = count_of_moves() > 0;
        EXPECT_EQ(scene_.state.following, !moved) << second;
        const float x = scene_.state.axis.x(TimelineScene::kNow + Millis { second * 1000 });
        EXPECT_NEAR(x, moved ? 600.0F : 100.0F + static_cast<float>(second), 0.01F) << second;
        return moved;
    };
    EXPECT_TRUE(moves(left - 1));
    EXPECT_FALSE(moves(left));
    EXPECT_FALSE(moves(500));
    EXPECT_FALSE(moves(right));
    EXPECT_TRUE(moves(right + 1));
    EXPECT_TRUE(moves(-5'000));
    EXPECT_TRUE(moves(5'000));
}

TEST_F(TimelineMovesTest, WhatIsSelectedTakesTheKeysIntoItsLane)
{
    show_seconds_from_now();
    const auto seq
        = scene_.add(-2, 0, 0, ItemKind::Alert, ItemSeverity::Critical, "of the lane that a curve has by default");
    scene_.state.focused_lane = 4;
    step([&](TimelineFrame& frame) { select_item(frame, seq); });
    EXPECT_EQ(scene_.state.focused_lane, 0U);
    step([&](TimelineFrame& frame) { select_item(frame, std::nullopt); });
    EXPECT_EQ(scene_.state.selected, seq) << "nothing to select is not to select nothing";
    step([&](TimelineFrame& frame) { select_item(frame, 999); });
    EXPECT_EQ(scene_.state.selected, 999U) << "it may still arrive";
    EXPECT_EQ(count_of_moves(), 0U);
}

TEST_F(TimelineMovesTest, InTheRecordedOrderAnItemStandsWhereItWasWrittenDown)
{
    show_seconds_from_now();
    const auto seq = scene_.add(30, 0, 2, ItemKind::Observation, ItemSeverity::Normal, "late", kItemLate);
    const TimelineItem item = *scene_.columns.find(seq);
    for (const TimeOrder order : { TimeOrder::Occurred, TimeOrder::Recorded }) {
        scene_.state.order = order;
        const Timestamp at = order == TimeOrder::Occurred ? item.begin : item.recorded_at;
        step([&](TimelineFrame& frame) {
            EXPECT_EQ(placed_at(frame, item), at);
            fit_item(frame, item);
        });
        EXPECT_NEAR(scene_.state.axis.x(at), 600, 0.01);
    }
}

TEST_F(TimelineMovesTest, FittingShowsAnItemWholeAndAnInstantWithItsMinute)
{
    using Around = std::pair<std::int64_t, std::int64_t>;
    const auto fit = [&](std::int64_t length) {
        show_seconds_from_now();
        scene_.state.following = true;
        TimelineItem item;
        item.begin = item.recorded_at = TimelineScene::kNow - Millis { 100'000 };
        item.end = length < 0 ? kOpenEnd : item.begin + Millis { length };
        step([&](TimelineFrame& frame) { fit_item(frame, item); });
        EXPECT_FALSE(scene_.state.following);
        const TimeAxis& axis = scene_.state.axis;
        return Around { std::int64_t { std::llround(axis.from_millis) } - item.begin.millis,
            std::int64_t { std::llround(axis.to_millis()) } - item.begin.millis };
    };
    EXPECT_EQ(fit(0), (Around { -30'000, 30'000 }));
    EXPECT_EQ(fit(999), (Around { -30'000, 30'000 }));
    EXPECT_EQ(fit(1'000), (Around { -150, 1'150 }));
    EXPECT_EQ(fit(10'000), (Around { -1'500, 11'500 }));
    EXPECT_EQ(fit(-1), (Around { -15'000, 115'000 })) << "what lasts, up to now";
}

TEST_F(TimelineMovesTest, AllThatIsKnownReachesFromTheFirstToNowOrBeyond)
{
    TimelineModel& model = scene_.model;
    TimelineRuntime& runtime = *scene_.state.runtime;
    EXPECT_EQ(whole_extent(model, runtime),
        (TimelineRange { TimelineScene::kNow - Millis { 3'600'000 }, TimelineScene::kNow }))
        << "an hour";
    scene_.add(30, 10, 0, ItemKind::Alert, ItemSeverity::Minor, "over");
    EXPECT_EQ(whole_extent(model, runtime),
        (TimelineRange { TimelineScene::kNow - Millis { 1'800'000 }, TimelineScene::kNow }));
    scene_.add(-10, 5, 6, ItemKind::MaintenanceWindow, ItemSeverity::Maintenance, "planned");
    EXPECT_EQ(whole_extent(model, runtime),
        (TimelineRange { TimelineScene::kNow - Millis { 1'800'000 }, TimelineScene::kNow + Millis { 900'000 } }));
    model.windows = { { TimelineScene::kNow - Millis { 7'200'000 }, TimelineScene::kNow + Millis { 7'200'000 } } };
    EXPECT_EQ(whole_extent(model, runtime),
        (TimelineRange { TimelineScene::kNow - Millis { 7'200'000 }, TimelineScene::kNow + Millis { 7'200'000 } }));
    scene_.columns.clear();
    model.windows.clear();
    scene_.add(-10, 0, 0, ItemKind::Alert, ItemSeverity::Minor, "future");
    EXPECT_EQ(whole_extent(model, runtime),
        (TimelineRange { TimelineScene::kNow, TimelineScene::kNow + Millis { 600'000 } }));
}

TEST_F(TimelineMovesTest, ThePlainWheelZoomsWhereItWasChosenTo)
{
    scene_.add_incident();
    draw();
    const MirrorRect rect = canvas().rect;
    mouse(800, rect.y + 150);
    scene_.state.wheel_zooms = true;
    const double before = scene_.state.axis.millis_at(800);
    const double scale = scene_.state.axis.millis_per_pixel;
    wheel(1);
    EXPECT_LT(scene_.state.axis.millis_per_pixel, scale);
    EXPECT_NEAR(scene_.state.axis.x(before), 800, 1);
}

TEST_F(TimelineMovesTest, OverTheOverviewTheWheelZoomsAboutTheMiddle)
{
    scene_.add_incident();
    draw();
    const MirrorRect rect = canvas().rect;
    const float middle = scene_.state.axis.left + scene_.state.axis.width / 2;
    const double before = scene_.state.axis.millis_at(middle);
    const double scale = scene_.state.axis.millis_per_pixel;
    mouse(plot_left() + 20, rect.y + rect.height - 8);
    wheel(1);
    EXPECT_LT(scene_.state.axis.millis_per_pixel, scale);
    EXPECT_NEAR(scene_.state.axis.x(before), middle, 1);
}

TEST_F(TimelineMovesTest, PannedByTheWheelNowIsFollowedNoMore)
{
    scene_.add_incident();
    scene_.state.following = true;
    draw();
    mouse(800, canvas().rect.y + 150);
    wheel(1, ImGuiMod_Shift);
    EXPECT_FALSE(scene_.state.following);
}

TEST_F(TimelineMovesTest, LanesScrollAsFarAsTheyReach)
{
    scene_.add_incident();
    ImGui::GetIO().DisplaySize = { 1600, 380 };
    draw();
    mouse(800, canvas().rect.y + 150);
    wheel(-500);
    note_geometry();
    EXPECT_FLOAT_EQ(
        scene_.state.scroll, std::round(geometry_.content_height - (geometry_.lanes_bottom - geometry_.ruler_bottom)));
    EXPECT_GT(scene_.state.scroll, 0);
    wheel(900);
    EXPECT_EQ(scene_.state.scroll, 0);
}

TEST_F(TimelineMovesTest, ADragOnTheRulerPansWithShiftOrAnotherButton)
{
    scene_.add_incident();
    draw();
    const MirrorRect rect = canvas().rect;
    for (const bool shift : { true, false }) {
        const double under = scene_.state.axis.millis_at(700);
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, shift);
        draw(1);
        drag({ 700, rect.y + 8 }, { 600, rect.y + 8 }, shift ? ImGuiMouseButton_Left : ImGuiMouseButton_Middle);
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
        draw(1);
        EXPECT_FALSE(scene_.state.range) << shift;
        EXPECT_NEAR(scene_.state.axis.x(under), 600, 1) << shift;
    }
}

TEST_F(TimelineMovesTest, ADragUpAndDownScrollsAndGoesOnFollowing)
{
    scene_.add_incident();
    scene_.state.following = true;
    ImGui::GetIO().DisplaySize = { 1600, 380 };
    draw();
    const MirrorRect rect = canvas().rect;
    drag({ 700, rect.y + 190 }, { 702, rect.y + 130 });
    EXPECT_FLOAT_EQ(scene_.state.scroll, 60);
    EXPECT_TRUE(scene_.state.following);
    EXPECT_FALSE(last<ItemSelected>()) << "a drag is no click";
}

TEST_F(TimelineMovesTest, ADragOfTheNamesMovesNothing)
{
    scene_.add_incident();
    draw();
    const MirrorRect rect = canvas().rect;
    const TimeAxis before = scene_.state.axis;
    drag({ rect.x + 20, rect.y + 200 }, { rect.x + 90, rect.y + 200 });
    EXPECT_EQ(scene_.state.axis.from_millis, before.from_millis);
}

TEST_F(TimelineMovesTest, ADragInTheOverviewShowsWhatLiesThere)
{
    scene_.add_incident();
    scene_.add(600, 1, 0, ItemKind::Alert, ItemSeverity::Minor, "long ago");
    scene_.state.following = true;
    draw();
    const MirrorRect rect = canvas().rect;
    const float x = plot_left() + 300;
    const Timestamp there = scene_.state.runtime->overview_axis.at(x);
    press_button(ImGuiMouseButton_Left, { x, rect.y + rect.height - 8 });
    EXPECT_NEAR(scene_.state.axis.x(there), scene_.state.axis.left + scene_.state.axis.width / 2, 1.5);
    EXPECT_FALSE(scene_.state.following);
    EXPECT_FALSE(last<ItemSelected>());
}

TEST_F(TimelineMovesTest, AClickOnTheRulerClearsTheRange)
{
    scene_.add_incident();
    draw();
    scene_.state.range = TimelineRange { TimelineScene::kNow - Millis { 60'000 }, TimelineScene::kNow };
    press_button(ImGuiMouseButton_Left, { 700, canvas().rect.y + 8 });
    EXPECT_FALSE(scene_.state.range);
    ASSERT_TRUE(last<RangeSelected>());
    EXPECT_FALSE(last<RangeSelected>()->range);
}

TEST_F(TimelineMovesTest, AClickSelectsAndAskingForTheMenuDoesNot)
{
    const auto seq = scene_.add(30, 20, 0, ItemKind::Alert, ItemSeverity::Critical, "payments");
    draw();
    note_geometry();
    const PlacedMark* bar = placed(seq);
    ASSERT_NE(bar, nullptr);
    const LaneGeometry& lane = geometry_.lanes[0];
    const ImVec2 on { (bar->x0 + bar->x1) / 2,
        lane.items_top + (static_cast<float>(bar->row) + 0.5F) * lane.row_height };
    const ImVec2 beside { bar->x1 + 200, on.y };
    scene_.state.focused_lane = 5;
    press_button(ImGuiMouseButton_Right, on);
    ASSERT_TRUE(last<ItemMenuAsked>());
    EXPECT_EQ(last<ItemMenuAsked>()->seq, seq);
    EXPECT_FALSE(scene_.state.selected);
    EXPECT_EQ(scene_.state.focused_lane, 0U) << "but the keys go there";
    commands_.clear();
    drag(on, { on.x + 90, on.y }, ImGuiMouseButton_Right);
    drag({ on.x + 90, on.y }, on, ImGuiMouseButton_Right);
    EXPECT_FALSE(last<ItemMenuAsked>()) << "a drag asks for nothing";
    press_button(ImGuiMouseButton_Left, on);
    EXPECT_EQ(scene_.state.selected, seq);
    ASSERT_TRUE(last<ItemSelected>());
    draw(60); // so that the next is no double click
    commands_.clear();
    press_button(ImGuiMouseButton_Left, on);
    EXPECT_FALSE(last<ItemSelected>()) << "it is selected already";
    draw(60);
    press_button(ImGuiMouseButton_Left, beside);
    EXPECT_FALSE(scene_.state.selected) << "nothing lies there";
    ASSERT_TRUE(last<ItemSelected>());
    EXPECT_FALSE(last<ItemSelected>()->seq);
}

TEST_F(TimelineMovesTest, ADragThatComesBackIsNoClick)
{
    const auto seq = scene_.add(30, 20, 0, ItemKind::Alert, ItemSeverity::Critical, "payments");
    draw();
    note_geometry();
    const PlacedMark* bar = placed(seq);
    ASSERT_NE(bar, nullptr);
    const float x = (bar->x0 + bar->x1) / 2;
    const float y = geometry_.lanes[0].items_top + 0.5F * geometry_.lanes[0].row_height;
    mouse(x, y);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    draw(2);
    mouse(x + 40, y);
    mouse(x, y);
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    draw(2);
    EXPECT_FALSE(scene_.state.selected);
}

TEST_F(TimelineMovesTest, KeysZoomAboutWhatIsSelectedInSightOrNowOrTheMiddle)
{
    scene_.add_incident();
    focus();
    const TimeAxis& axis = scene_.state.axis;
    const float middle = axis.left + axis.width / 2;
    const auto zooms_about = [&](double millis) {
        const float before = axis.x(millis);
        press(ImGuiKey_W);
        const float after = axis.x(millis);
        press(ImGuiKey_S);
        return std::abs(after - before) < 0.5F;
    };
    scene_.show(-66, 9);
    draw();
    EXPECT_TRUE(zooms_about(axis.millis_at(middle)));
    scene_.state.selected = 2;
    EXPECT_TRUE(zooms_about(static_cast<double>(scene_.columns.find(2)->begin.millis)));
    scene_.show(-30, 9); // the selected one began before
    draw();
    EXPECT_TRUE(zooms_about(axis.millis_at(middle)));
    scene_.show(-140, -50); // …and here it lies to the right
    draw();
    EXPECT_TRUE(zooms_about(axis.millis_at(middle)));
    scene_.state.selected.reset();
    scene_.state.following = true;
    draw();
    EXPECT_TRUE(zooms_about(static_cast<double>(TimelineScene::kNow.millis)));
}

TEST_F(TimelineMovesTest, ArrowsStayInTheLaneDotAndCommaDoNot)
{
    const auto upper = scene_.add(30, 1, 0, ItemKind::Alert, ItemSeverity::Minor, "a");
    const auto lower = scene_.add(29, 1, 1, ItemKind::Change, ItemSeverity::Normal, "b");
    const auto next = scene_.add(28, 1, 0, ItemKind::Alert, ItemSeverity::Minor, "c");
    focus();
    scene_.state.selected = upper;
    press(ImGuiKey_RightArrow);
    EXPECT_EQ(scene_.state.selected, next);
    press(ImGuiKey_LeftArrow);
    EXPECT_EQ(scene_.state.selected, upper);
    type('.');
    EXPECT_EQ(scene_.state.selected, lower);
    type('.');
    EXPECT_EQ(scene_.state.selected, next);
    type('.');
    EXPECT_EQ(scene_.state.selected, next) << "the last";
    type(',');
    EXPECT_EQ(scene_.state.selected, lower);
}

TEST_F(TimelineMovesTest, TheFirstStepGoesToWhatIsNearestToTheMiddle)
{
    scene_.add(60, 0, 0, ItemKind::Alert, ItemSeverity::Minor, "at the left edge");
    const auto middle = scene_.add(31, 0, 0, ItemKind::Alert, ItemSeverity::Minor, "middle");
    scene_.add(1, 0, 0, ItemKind::Alert, ItemSeverity::Minor, "near now");
    focus();
    scene_.show(-60, 0);
    draw();
    press(ImGuiKey_RightArrow);
    EXPECT_EQ(scene_.state.selected, middle);
}

TEST_F(TimelineMovesTest, UpAndDownPassOverFoldedLanes)
{
    scene_.model.lanes.clear();
    for (std::uint16_t lane = 0; lane < 9; ++lane) {
        scene_.model.lanes.push_back({ .name = "Lane", .style = LaneStyle::Notes, .lane = lane });
    }
    const auto first = scene_.add(30, 0, 1, ItemKind::Observation, ItemSeverity::Normal, "first");
    scene_.add(29, 0, 4, ItemKind::Observation, ItemSeverity::Normal, "far from the first");
    const auto near = scene_.add(29.9, 0, 4, ItemKind::Observation, ItemSeverity::Normal, "near the first");
    ImGui::GetIO().DisplaySize = { 1000, 260 };
    focus();
    note_geometry();
    ASSERT_EQ(geometry_.folded_lanes, 7U);
    scene_.state.focused_lane = 1;
    scene_.state.selected = first;
    press(ImGuiKey_DownArrow);
    EXPECT_EQ(scene_.state.focused_lane, 4U);
    EXPECT_EQ(scene_.state.selected, near) << "nearest to where the selection was";
    press(ImGuiKey_DownArrow);
    EXPECT_EQ(scene_.state.focused_lane, 4U) << "all below are folded";
    press(ImGuiKey_UpArrow);
    EXPECT_EQ(scene_.state.focused_lane, 1U);
    press(ImGuiKey_UpArrow);
    EXPECT_EQ(scene_.state.focused_lane, 1U);
}

TEST_F(TimelineMovesTest, AStepToALaneOutOfSightScrollsIt)
{
    scene_.add_incident();
    ImGui::GetIO().DisplaySize = { 1600, 380 };
    focus();
    const std::size_t last = scene_.model.lanes.size() - 1;
    for (std::size_t i = 0; i < last; ++i) {
        press(ImGuiKey_DownArrow);
    }
    ASSERT_EQ(scene_.state.focused_lane, last);
    note_geometry();
    EXPECT_NEAR(geometry_.lanes[last].bottom, geometry_.lanes_bottom, 1);
    EXPECT_GT(scene_.state.scroll, 0);
    for (std::size_t i = 0; i < last; ++i) {
        press(ImGuiKey_UpArrow);
    }
    note_geometry();
    EXPECT_NEAR(geometry_.lanes[0].top, geometry_.ruler_bottom, 1);
}

TEST_F(TimelineMovesTest, ARangeIsAsLongAsTheSelectedOneAndASecondAtLeast)
{
    const auto open = scene_.add(30, -1, 0, ItemKind::Alert, ItemSeverity::Minor, "open");
    const auto over = scene_.add(20, 5, 0, ItemKind::Alert, ItemSeverity::Minor, "over");
    const auto instant = scene_.add(10, 0, 0, ItemKind::Alert, ItemSeverity::Minor, "instant");
    focus();
    const auto range_of = [&](std::uint64_t seq) {
        scene_.state.selected = seq;
        press(ImGuiKey_R);
        return scene_.state.range;
    };
    EXPECT_EQ(range_of(open), (TimelineRange { TimelineScene::kNow - Millis { 1'800'000 }, TimelineScene::kNow }));
    EXPECT_EQ(range_of(over),
        (TimelineRange { TimelineScene::kNow - Millis { 1'200'000 }, TimelineScene::kNow - Millis { 900'000 } }));
    EXPECT_EQ(range_of(instant),
        (TimelineRange { TimelineScene::kNow - Millis { 600'000 }, TimelineScene::kNow - Millis { 599'000 } }));
    commands_.clear();
    press(ImGuiKey_Escape);
    ASSERT_TRUE(last<RangeSelected>()) << "that it is cleared is told";
    EXPECT_FALSE(last<RangeSelected>()->range);
}

TEST_F(TimelineMovesTest, MarksStandWhereTheSelectedOneDoesAndAreAtMost32)
{
    const auto seq = scene_.add(30, 5, 0, ItemKind::Alert, ItemSeverity::Minor, "over");
    focus();
    scene_.state.selected = seq;
    press(ImGuiKey_M);
    ASSERT_EQ(scene_.state.marks.size(), 1U);
    EXPECT_EQ(scene_.state.marks[0], TimelineScene::kNow - Millis { 1'800'000 });
    scene_.state.marks.assign(32, TimelineScene::kNow - Millis { 3'000'000 });
    press(ImGuiKey_M);
    EXPECT_EQ(scene_.state.marks.size(), 32U);
    scene_.state.marks.pop_back();
    press(ImGuiKey_M);
    EXPECT_EQ(scene_.state.marks.size(), 32U);
}

TEST_F(TimelineMovesTest, EnterOpensOnlyByItself)
{
    scene_.add_incident();
    focus();
    scene_.state.selected = 1;
    press(ImGuiMod_Shift | ImGuiKey_Enter);
    EXPECT_FALSE(last<ItemOpened>());
    press(ImGuiKey_Enter);
    ASSERT_TRUE(last<ItemOpened>());
}

TEST_F(TimelineMovesTest, FollowingBeginsAtItsUsualPlaceAndAllThatIsKnownEndsIt)
{
    scene_.add_incident();
    focus();
    scene_.state.runtime->now_share = 0.3;
    press(ImGuiKey_N);
    EXPECT_NEAR(scene_.state.axis.x(TimelineScene::kNow), scene_.state.axis.left + 0.88F * scene_.state.axis.width, 1);
    press(ImGuiKey_0);
    EXPECT_FALSE(scene_.state.following);
}

TEST_F(TimelineMovesTest, AFirstViewIsTheLastHourAndAnotherWidthShowsTheSame)
{
    scene_.state = {};
    scene_.state.following = true;
    draw();
    const auto span = [&] { return scene_.state.axis.to_millis() - scene_.state.axis.from_millis; };
    EXPECT_NEAR(span(), 3'600'000, 1);
    const double from = scene_.state.axis.from_millis;
    ImGui::GetIO().DisplaySize = { 1200, 700 };
    draw();
    EXPECT_NEAR(span(), 3'600'000, 1);
    EXPECT_NEAR(scene_.state.axis.from_millis, from, 1);
    scene_.model.wall = true;
    draw();
    EXPECT_NEAR(scene_.state.axis.x(TimelineScene::kNow), scene_.state.axis.left + 0.7F * scene_.state.axis.width, 1)
        << "what just happened has room for its words";
}

}
}
