// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/timeline/timeline.h"

#include "client/keys/keymap.h"
#include "client/theme/fonts.h"
#include "client/widgets/timeline/frame.h"
#include "tests/client/widgets/timeline/timeline_fixture.h"
#include "tests/client/widgets/timeline/timeline_scene.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {
namespace {

class TimelineTest : public TimelineFixture {
protected:
    // Labels keep clear of each other, to within a pixel.
    void expect_labels_apart() const
    {
        const auto& labels = scene_.state.runtime->labels;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            for (std::size_t k = i + 1; k < labels.size(); ++k) {
                const LabelRect& a = labels[i];
                const LabelRect& b = labels[k];
                const bool apart = a.x1 <= b.x0 + 1 || b.x1 <= a.x0 + 1 || a.y1 <= b.y0 + 1 || b.y1 <= a.y0 + 1;
                ASSERT_TRUE(apart) << a.x0 << ',' << a.y0 << ' ' << b.x0 << ',' << b.y0;
            }
        }
    }
};

TEST_F(TimelineTest, DrawsEveryStateWithoutOverlappingLabels)
{
    draw();
    expect_labels_apart();
    scene_.add(10, -1, 0, ItemKind::Alert, ItemSeverity::Critical, "one");
    draw();
    expect_labels_apart();
    scene_.add_incident();
    scene_.model.frozen_since = TimelineScene::kNow - Millis { 300'000 };
    for (const double span : { 0.0005, 0.02, 1.0, 60.0, 75.0, 900.0, 60.0 * 24 * 30, 60.0 * 24 * 365 * 300 }) {
        scene_.show(-40 - span / 2, -40 + span / 2);
        draw(4);
        expect_labels_apart();
    }
    scene_.add_many(100'000, 24);
    for (const double span : { 0.5, 8.0, 120.0, 2000.0 }) {
        scene_.show(-60 - span / 2, -60 + span / 2);
        draw(4);
        expect_labels_apart();
    }
    EXPECT_GT(ui_.vertices(), 1000);
}

TEST_F(TimelineTest, DrawsFarPastFarFutureAndTinyWindows)
{
    scene_.add_incident();
    scene_.state.axis.from_millis = -4e13;
    draw();
    scene_.state.axis.from_millis = 1.3e14;
    draw();
    ImGui::GetIO().DisplaySize = { 90, 60 };
    draw();
    ImGui::GetIO().DisplaySize = { 3840, 2160 };
    draw(3);
    expect_labels_apart();
    scene_.model.wall = true;
    draw();
    EXPECT_GT(ui_.vertices(), 50);
}

TEST_F(TimelineTest, AWallGivesAlertsASecondLineOnlyWhereOneWasCrowded)
{
    int rows = 0;
    for (const int wanted : { 0, 2 }) {
        TimelineModel model;
        model.wall = true;
        model.lanes.push_back({ .name = "Alerts", .style = LaneStyle::Bars });
        TimelineRuntime runtime;
        runtime.rows_wanted = { wanted };
        ui_.draw([&] { rows = timeline_geometry(model, runtime, { 0, 0 }, { 1800, 300 }, 0).lanes[0].rows; }, 1);
        EXPECT_EQ(rows, wanted == 0 ? 1 : 2);
    }
}

// A critical alert that fires where others are over and every row is taken: the mirror tells both apart.
TEST_F(TimelineTest, AMergedBarSaysWhatOfItStillGoesOn)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars, .rows = 1 } };
    scene_.add(20, 10, 0, ItemKind::Alert, ItemSeverity::Critical, "ShopDown of nobody");
    scene_.add(19, 10, 0, ItemKind::Alert, ItemSeverity::Critical, "CheckoutErrors");
    const auto firing = scene_.add(18, -1, 0, ItemKind::Alert, ItemSeverity::Critical, "ShopDown");
    draw(4);
    const PlacedMark* bar = placed(firing);
    ASSERT_NE(bar, nullptr);
    EXPECT_EQ(bar->count, 2u);
    EXPECT_FLOAT_EQ(bar->x1, scene_.state.axis.x(TimelineScene::kNow));
    std::vector<std::string> rows;
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Row) {
            rows.push_back(item.label);
        }
    }
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].find("stands for"), std::string::npos) << rows[0];
    EXPECT_NE(rows[2].find("still going on, stands for 2: 1 still going on, 1 over"), std::string::npos) << rows[2];
}

// What has neither a bar nor a number beside one is counted with its lane.
TEST_F(TimelineTest, NoFiringAlertIsWithoutABarOrANumber)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars, .rows = 1 } };
    for (int i = 0; i < 5; ++i) {
        scene_.add(20 - i * 0.01, -1, 0, ItemKind::Alert, ItemSeverity::Critical, "HostDown");
    }
    scene_.show(-60, 10);
    draw(4);
    const auto& bars = scene_.state.runtime->layouts[0].placed;
    ASSERT_EQ(bars.size(), 2u);
    EXPECT_EQ(bars[0].count + bars[1].count, 5u);
    EXPECT_EQ(scene_.state.runtime->untold[0], 0u) << "the bars have room for their numbers";
    scene_.show(-60 * 24 * 30, 1);
    draw(4);
    EXPECT_EQ(scene_.state.runtime->untold[0], 3u);
}

// Lines of a text would run into the lane below: on the axis they are one.
TEST_F(TimelineTest, ATextOfSeveralLinesIsOneLine)
{
    scene_.model.lanes = { { .name = "Updates", .style = LaneStyle::Diamonds } };
    const auto seq
        = scene_.add(20, 0, 0, ItemKind::UpdatePublished, ItemSeverity::Normal, "Checkout fails. Next 11:15.");
    const auto width = [&] {
        draw();
        for (const LabelRect& label : scene_.state.runtime->labels) {
            if (label.seq == seq) {
                return label.x1 - label.x0;
            }
        }
        return 0.0F;
    };
    const float one_line = width();
    EXPECT_GT(one_line, 0);
    scene_.words[seq] = "Checkout fails.\nNext 11:15.";
    EXPECT_FLOAT_EQ(width(), one_line);
}

TEST_F(TimelineTest, TheWordsOfAnItemLeadToItAsItsShapeDoes)
{
    scene_.model.lanes = { { .name = "People", .style = LaneStyle::Notes } };
    const auto seq
        = scene_.add(20, 0, 0, ItemKind::Observation, ItemSeverity::Normal, "The service desk reports calls");
    std::string noted;
    scene_.model.note_for = [&](std::uint64_t asked) {
        noted = asked == seq ? "admin, INC-1" : "somebody else";
        return noted;
    };
    draw();
    std::optional<LabelRect> words;
    for (const LabelRect& label : scene_.state.runtime->labels) {
        words = label.seq == seq ? std::optional { label } : words;
    }
    ASSERT_TRUE(words);
    mouse(words->x1 - 10, (words->y0 + words->y1) / 2);
    EXPECT_EQ(scene_.state.runtime->hover.seq, seq);
    EXPECT_EQ(noted, "admin, INC-1");
}

// At 1280 an incident's axis is low: its empty lanes make room, and what still does not fit is counted.
TEST_F(TimelineTest, EmptyLanesMakeRoomForTheOthers)
{
    scene_.model.lanes.clear();
    for (std::uint16_t lane = 0; lane < 9; ++lane) {
        scene_.model.lanes.push_back({ .name = "Lane", .style = LaneStyle::Notes, .lane = lane });
    }
    const std::array<std::uint16_t, 4> used { 1, 4, 7, 8 };
    for (const std::uint16_t lane : used) {
        scene_.add(20, 0, lane, ItemKind::Observation, ItemSeverity::Normal, "seen");
    }
    const auto geometry = timeline_geometry(scene_.model, *scene_.state.runtime, { 0, 0 }, { 1000, 210 }, 0);
    EXPECT_EQ(geometry.hidden_lanes, 0u);
    EXPECT_EQ(geometry.folded_lanes, 5u);
    for (const std::size_t lane : used) {
        EXPECT_GT(geometry.lanes[lane].bottom, geometry.lanes[lane].top);
        EXPECT_LE(geometry.lanes[lane].bottom, geometry.lanes_bottom + 1);
    }
    const auto lower = timeline_geometry(scene_.model, *scene_.state.runtime, { 0, 0 }, { 1000, 160 }, 0);
    EXPECT_GT(lower.hidden_lanes, 0u);
    EXPECT_LT(lower.hidden_lanes, 4u);
    const auto roomy = timeline_geometry(scene_.model, *scene_.state.runtime, { 0, 0 }, { 1000, 900 }, 0);
    EXPECT_EQ(roomy.folded_lanes, 0u);
}

// A lane without its name is a row of marks that say nothing: the first lost its own below the ruler once.
TEST_F(TimelineTest, EveryLaneOfAStripAsLowAsItsWordsHasItsName)
{
    const std::array<std::string, 3> names { "Alerts", "Decisions", "Who held which duty" };
    scene_.model.lanes.clear();
    for (std::uint16_t lane = 0; lane < names.size(); ++lane) {
        scene_.model.lanes.push_back({ .name = names[lane], .style = LaneStyle::Notes, .lane = lane });
        scene_.add(20, 0, lane, ItemKind::Observation, ItemSeverity::Normal, "seen");
    }
    scene_.model.strip = true;
    const float height = strip_height(scene_.model);
    std::array<float, 3> widths {};
    float top = 0;
    const auto strip = [&] {
        top = ImGui::GetCursorScreenPos().y;
        for (std::size_t lane = 0; lane < names.size(); ++lane) {
            widths[lane] = label_width(names[lane], Face::Medium);
        }
        draw_timeline("strip", scene_.model, scene_.state, height);
    };
    ui_.draw(strip, 4);
    const TimelineGeometry low
        = timeline_geometry(scene_.model, *scene_.state.runtime, { 0, top }, { 1000, top + height }, 0);
    ASSERT_FLOAT_EQ(low.lanes[0].top, low.ruler_bottom);
    ASSERT_LT(low.lanes[0].bottom - low.lanes[0].top, font_size(Type::Caption) + grid(0.5F)) << "as low as its words";
    const auto& labels = scene_.state.runtime->labels;
    for (std::size_t lane = 0; lane < names.size(); ++lane) {
        const LaneGeometry& at = low.lanes[lane];
        EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [&](const LabelRect& label) {
            return !label.seq && label.x1 <= plot_left() && label.y0 >= at.top - 0.5F && label.y1 <= at.bottom + 0.5F
                && std::abs(label.x1 - label.x0 - widths[lane]) < 0.5F;
        })) << names[lane];
    }
}

TEST_F(TimelineTest, CtrlWheelKeepsTheInstantUnderTheCursor)
{
    scene_.add_incident();
    draw();
    const MirrorRect rect = canvas().rect;
    for (int i = 0; i < 60; ++i) {
        const float x = plot_left() + 20 + static_cast<float>((i * 137) % 1200);
        mouse(x, rect.y + 200);
        const double before = scene_.state.axis.millis_at(x);
        const double scale = scene_.state.axis.millis_per_pixel;
        wheel(i % 3 == 0 ? -1.0F : 1.0F, ImGuiMod_Ctrl);
        ASSERT_NE(scene_.state.axis.millis_per_pixel, scale);
        ASSERT_LE(std::abs(scene_.state.axis.x(before) - x), 1.0F);
    }
}

TEST_F(TimelineTest, WheelScrollsLanesAndPansWithShiftAndZoomsOnTheRuler)
{
    scene_.add_incident();
    ImGui::GetIO().DisplaySize = { 1600, 380 };
    draw();
    const MirrorRect rect = canvas().rect;
    mouse(800, rect.y + 150);
    const TimeAxis before = scene_.state.axis;
    wheel(-1);
    EXPECT_GT(scene_.state.scroll, 0);
    EXPECT_EQ(scene_.state.axis.from_millis, before.from_millis);
    wheel(1, ImGuiMod_Shift);
    EXPECT_LT(scene_.state.axis.from_millis, before.from_millis);
    EXPECT_EQ(scene_.state.axis.millis_per_pixel, before.millis_per_pixel);
    mouse(800, rect.y + 10);
    wheel(1);
    EXPECT_LT(scene_.state.axis.millis_per_pixel, before.millis_per_pixel);
    EXPECT_TRUE(last<ViewMoved>());
}

TEST_F(TimelineTest, DragOnTheRulerSelectsARangeAndEscapeClearsIt)
{
    scene_.add_incident();
    draw();
    const MirrorRect rect = canvas().rect;
    drag({ 900, rect.y + 8 }, { 600, rect.y + 8 });
    const auto range = last<RangeSelected>();
    ASSERT_TRUE(range && range->range);
    EXPECT_NEAR(scene_.state.axis.x(range->range->from), 600, 1.5);
    EXPECT_NEAR(scene_.state.axis.x(range->range->to), 900, 1.5);
    press(ImGuiKey_Escape);
    EXPECT_FALSE(scene_.state.range);
}

TEST_F(TimelineTest, DragPansWithoutDrift)
{
    scene_.add_incident();
    draw();
    const MirrorRect rect = canvas().rect;
    for (const int button : { ImGuiMouseButton_Left, ImGuiMouseButton_Middle }) {
        const double under = scene_.state.axis.millis_at(700);
        drag({ 700, rect.y + 300 }, { 550, rect.y + 300 }, button);
        EXPECT_NEAR(scene_.state.axis.x(under), 550, 1.0);
    }
}

TEST_F(TimelineTest, LanesEndWhereThePlotEnds)
{
    for (const bool wall : { false, true }) {
        scene_.model.wall = wall;
        for (float height = 160; height < 700; height += 23) {
            const TimelineGeometry geometry
                = timeline_geometry(scene_.model, *scene_.state.runtime, { 0, 0 }, { 1200, height }, 0);
            std::size_t hidden = 0;
            for (const LaneGeometry& lane : geometry.lanes) {
                const bool whole = lane.bottom <= geometry.lanes_bottom + 1;
                EXPECT_TRUE(whole || lane.top >= geometry.lanes_bottom - 1 || &lane == geometry.lanes.data())
                    << "cut at " << height;
                hidden += whole ? 0 : 1;
            }
            EXPECT_EQ(geometry.hidden_lanes, hidden) << height;
        }
    }
}

TEST_F(TimelineTest, ClickSelectsDoubleClickOpensAndFits)
{
    scene_.add_incident();
    draw();
    const PlacedMark* bar = placed(2);
    ASSERT_NE(bar, nullptr);
    const MirrorRect rect = canvas().rect;
    const LaneGeometry lane = timeline_geometry(
        scene_.model, *scene_.state.runtime, { rect.x, rect.y }, { rect.x + rect.width, rect.y + rect.height }, 0)
                                  .lanes[0];
    const float y = lane.items_top + (static_cast<float>(bar->row) + 0.5F) * lane.row_height;
    mouse((bar->x0 + bar->x1) / 2, y);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    draw(3);
    ASSERT_TRUE(last<ItemSelected>());
    EXPECT_EQ(last<ItemSelected>()->seq, 2u);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    draw(3);
    ASSERT_TRUE(last<ItemOpened>());
    EXPECT_EQ(last<ItemOpened>()->seq, 2u);
    const auto item = *scene_.columns.find(2);
    EXPECT_LE(scene_.state.axis.from(), item.begin);
    EXPECT_GE(scene_.state.axis.to(), item.end);
}

TEST_F(TimelineTest, KeysMoveBetweenItemsAndLanes)
{
    scene_.add_incident();
    focus();
    scene_.state.selected = 1;
    press(ImGuiKey_RightArrow);
    EXPECT_EQ(scene_.state.selected, 2u);
    press(ImGuiKey_LeftArrow);
    EXPECT_EQ(scene_.state.selected, 1u);
    press(ImGuiKey_DownArrow);
    EXPECT_EQ(scene_.state.focused_lane, 1u);
    EXPECT_EQ(scene_.columns.find(*scene_.state.selected)->lane, 1);
    type('.');
    EXPECT_EQ(scene_.state.selected, scene_.columns.neighbour(9, TimeOrder::Occurred, true));
    type(',');
    press(ImGuiKey_Enter);
    ASSERT_TRUE(last<ItemOpened>());
    EXPECT_EQ(last<ItemOpened>()->seq, *scene_.state.selected);
    EXPECT_TRUE(scene_.state.runtime->focused) << "arrows must not move ImGui's focus away";
}

TEST_F(TimelineTest, KeysZoomPanFitFollowAndMark)
{
    scene_.add_incident();
    focus();
    const TimeAxis before = scene_.state.axis;
    press(ImGuiKey_W);
    EXPECT_LT(scene_.state.axis.millis_per_pixel, before.millis_per_pixel);
    press(ImGuiKey_S);
    EXPECT_NEAR(scene_.state.axis.millis_per_pixel, before.millis_per_pixel, before.millis_per_pixel * 1e-9);
    press(ImGuiKey_D);
    EXPECT_GT(scene_.state.axis.from_millis, before.from_millis);
    press(ImGuiKey_A);
    EXPECT_NEAR(scene_.state.axis.from_millis, before.from_millis, 1);
    scene_.state.selected = 2;
    press(ImGuiKey_F);
    const double middle = scene_.state.axis.millis_at(scene_.state.axis.left + scene_.state.axis.width / 2);
    EXPECT_NEAR(
        middle, static_cast<double>(scene_.columns.find(2)->begin.millis), scene_.state.axis.millis_per_pixel * 2);
    press(ImGuiKey_F);
    EXPECT_GE(scene_.state.axis.to(), scene_.columns.find(2)->end);
    press(ImGuiKey_R);
    ASSERT_TRUE(scene_.state.range);
    EXPECT_EQ(scene_.state.range->from, scene_.columns.find(2)->begin);
    press(ImGuiKey_M);
    EXPECT_EQ(scene_.state.marks.size(), 1u);
    press(ImGuiKey_M);
    EXPECT_TRUE(scene_.state.marks.empty());
    press(ImGuiKey_0);
    EXPECT_LE(scene_.state.axis.from(), TimelineScene::kNow - Millis { 70 * 60'000 });
    press(ImGuiKey_N);
    EXPECT_TRUE(scene_.state.following);
    press(ImGuiKey_P);
    EXPECT_FALSE(scene_.state.following);
    press(ImGuiKey_O);
    EXPECT_EQ(scene_.state.order, TimeOrder::Recorded);
    EXPECT_TRUE(last<TimeOrderChanged>());
}

TEST_F(TimelineTest, LettersStaySilentWithoutTheFocus)
{
    scene_.add_incident();
    draw();
    const TimeAxis before = scene_.state.axis;
    for (const int key : { ImGuiKey_W, ImGuiKey_A, ImGuiKey_0, ImGuiKey_R, ImGuiKey_O }) {
        press(key);
    }
    EXPECT_EQ(scene_.state.axis.from_millis, before.from_millis);
    EXPECT_EQ(scene_.state.order, TimeOrder::Occurred);
    EXPECT_FALSE(scene_.state.range);
}

TEST_F(TimelineTest, FollowsNowUntilTheUserLooksElsewhere)
{
    scene_.add_incident();
    scene_.state.following = true;
    draw();
    const float x = scene_.state.axis.x(scene_.model.now);
    scene_.model.now = scene_.model.now + Millis { 60'000 };
    draw();
    EXPECT_NEAR(scene_.state.axis.x(scene_.model.now), x, 1);
    const MirrorRect rect = canvas().rect;
    drag({ 600, rect.y + 300 }, { 900, rect.y + 300 });
    EXPECT_FALSE(scene_.state.following);
}

TEST_F(TimelineTest, MirrorsTheNeighbourhoodOfTheSelectionAsAVirtualList)
{
    scene_.add_incident();
    scene_.add_many(20'000, 24);
    focus();
    scene_.state.selected = 1;
    draw(3);
    std::size_t rows = 0;
    const MirrorItem* chosen = nullptr;
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Row) {
            ++rows;
            EXPECT_EQ(item.set_size, static_cast<int>(scene_.columns.lane(0, TimeOrder::Occurred).size()));
            EXPECT_GE(item.position, 1);
            chosen = item.selected ? &item : chosen;
        }
    }
    EXPECT_GE(rows, 5u);
    EXPECT_LE(rows, 12u);
    ASSERT_NE(chosen, nullptr);
    EXPECT_NE(chosen->label.find("payments-api: error rate"), std::string::npos);
    EXPECT_NE(chosen->label.find("Critical"), std::string::npos);
    EXPECT_TRUE(chosen->focused);
    mirror().activate(chosen->id);
    draw(2);
    ASSERT_TRUE(last<ItemOpened>());
    EXPECT_EQ(last<ItemOpened>()->seq, 1u);
}

TEST_F(TimelineTest, AsksForLabelsOnlyOfWhatItDraws)
{
    scene_.add_many(100'000, 24);
    scene_.show(-1440, 10);
    std::size_t asked = 0;
    scene_.model.label_for = [&asked](std::uint64_t) {
        ++asked;
        return std::string_view {};
    };
    draw(1);
    EXPECT_LE(asked, 4000u);
}

TEST_F(TimelineTest, LocationCarriesTheView)
{
    scene_.add_incident();
    scene_.state.selected = 4;
    scene_.state.range = TimelineRange { { 1'763'730'000'000 }, { 1'763'731'000'000 } };
    scene_.state.order = TimeOrder::Recorded;
    draw();
    const auto query = timeline_query(scene_.state);
    TimelineViewState other;
    apply_timeline_query(other, query);
    EXPECT_EQ(other.axis.from(), scene_.state.axis.from());
    EXPECT_NEAR(other.axis.to_millis(), scene_.state.axis.to_millis(), 2);
    EXPECT_EQ(other.selected, 4u);
    EXPECT_EQ(other.range, scene_.state.range);
    EXPECT_EQ(other.order, TimeOrder::Recorded);
    EXPECT_FALSE(other.following);
    EXPECT_EQ(timeline_query(other), query);

    apply_timeline_query(other, { { "t0", "9" }, { "t1", "5" }, { "sel", "-3" }, { "r0", "x" }, { "span", "1e9" } });
    EXPECT_FALSE(other.selected);
    EXPECT_FALSE(other.range);
    apply_timeline_query(other, { { "span", "600000" } });
    EXPECT_TRUE(other.following);
}

TEST_F(TimelineTest, TheKeyOfTheOrderIsThatOfTheKeymap)
{
    focus();
    ASSERT_TRUE(remap(Action::TimeOrder, "Shift+Q"));
    press(ImGuiKey_O);
    EXPECT_EQ(scene_.state.order, TimeOrder::Occurred);
    press(ImGuiMod_Shift | ImGuiKey_Q);
    EXPECT_EQ(scene_.state.order, TimeOrder::Recorded);
    reset_keymap();
    press(ImGuiKey_O);
    EXPECT_EQ(scene_.state.order, TimeOrder::Occurred);
}

}
}
