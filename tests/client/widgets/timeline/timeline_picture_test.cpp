// SPDX-License-Identifier: Apache-2.0
// What of the timeline lies where: lanes and their lines, what still lasts, what is said and counted.
#include "client/language/text.h"
#include "client/platform/picture.h"
#include "tests/client/widgets/timeline/timeline_fixture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace watchfloor {
namespace {

class TimelinePictureTest : public TimelineFixture {
protected:
    TimelineGeometry geometry(float height, float scroll = 0)
    {
        return timeline_geometry(scene_.model, *scene_.state.runtime, { 0, 0 }, { 1000, height }, scroll);
    }

    std::vector<int> lines(float height)
    {
        std::vector<int> rows;
        for (const LaneGeometry& lane : geometry(height).lanes) {
            rows.push_back(lane.rows);
        }
        return rows;
    }

    void lanes_of(std::vector<LaneModel> lanes)
    {
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            lanes[i].name = "Lane";
            lanes[i].lane = static_cast<std::uint16_t>(i);
        }
        scene_.model.lanes = std::move(lanes);
    }

    std::uint64_t fill(std::uint16_t lane, double minutes_ago = 20, double minutes_long = 0)
    {
        return scene_.add(minutes_ago, minutes_long, lane, ItemKind::Observation, ItemSeverity::Normal, "seen");
    }

    // The words of the rows that are declared.
    std::vector<std::string> rows()
    {
        std::vector<std::string> found;
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Row) {
                found.push_back(item.label);
            }
        }
        return found;
    }

    // As tall as `count` lines and the edges of as many lanes, with `more` pixels.
    float height_for(int count, int lanes, float more)
    {
        const TimelineGeometry any = geometry(500);
        return any.ruler_bottom + static_cast<float>(count) * any.lanes[0].row_height
            + static_cast<float>(lanes) * 2 * grid(1) + more + overview_height(scene_.model);
    }
};

// While frozen nobody knows whether what was open still is: its bar ends where the data did, and stays there.
TEST_F(TimelinePictureTest, WhileFrozenWhatWasOpenEndsWhereTheDataDid)
{
    const auto seq = scene_.add(30, -1, 0, ItemKind::Alert, ItemSeverity::Major, "open");
    scene_.model.frozen_since = TimelineScene::kNow - Millis { 300'000 };
    draw();
    const auto end = [&] {
        draw();
        return placed(seq)->x1;
    };
    EXPECT_FLOAT_EQ(end(), scene_.state.axis.x(TimelineScene::kNow - Millis { 300'000 }));
    scene_.model.now = TimelineScene::kNow + Millis { 60'000 };
    EXPECT_FLOAT_EQ(end(), scene_.state.axis.x(TimelineScene::kNow - Millis { 300'000 }))
        << "the clock goes on, the bar does not";
    scene_.model.frozen_since = TimelineScene::kNow + Millis { 90'000 };
    EXPECT_FLOAT_EQ(end(), scene_.state.axis.x(TimelineScene::kNow + Millis { 60'000 }))
        << "nothing is known beyond now";
    scene_.model.frozen_since.reset();
    EXPECT_FLOAT_EQ(end(), scene_.state.axis.x(TimelineScene::kNow + Millis { 60'000 }));
}

TEST_F(TimelinePictureTest, ItemsLieInTheMiddleOfTheirLane)
{
    fill(0);
    fill(2);
    for (const bool wall : { false, true }) {
        scene_.model.wall = wall;
        for (const float height : { 160.0F, 333.0F, 701.0F }) {
            for (const LaneGeometry& lane : geometry(height).lanes) {
                const float below = lane.bottom - lane.items_top - static_cast<float>(lane.rows) * lane.row_height;
                const float above = lane.items_top - lane.top;
                if (lane.bottom > lane.top) {
                    EXPECT_GE(above, 0) << height;
                    EXPECT_NEAR(above, below, 1.01F) << height;
                }
            }
        }
    }
}

TEST_F(TimelinePictureTest, AFullLaneIsAsTallAsItsStyleAndAnEmptyOneHasALine)
{
    lanes_of({ { .style = LaneStyle::Bars }, { .style = LaneStyle::Notes }, { .style = LaneStyle::Bands },
        { .style = LaneStyle::Diamonds }, { .style = LaneStyle::Hatched }, { .style = LaneStyle::Bars, .rows = 5 },
        { .style = LaneStyle::Bars } });
    for (std::uint16_t lane = 0; lane < 6; ++lane) {
        fill(lane);
    }
    EXPECT_EQ(lines(900), (std::vector<int> { 3, 2, 1, 1, 1, 5, 1 }));
    scene_.model.wall = true;
    EXPECT_EQ(lines(900), (std::vector<int> { 1, 1, 1, 1, 1, 1, 1 }));
}

TEST_F(TimelinePictureTest, CrowdedLanesGrowInTurnToTwiceTheirLines)
{
    lanes_of({ { .style = LaneStyle::Bars, .rows = 2 }, { .style = LaneStyle::Bars, .rows = 1 },
        { .style = LaneStyle::Bars, .rows = 2 }, { .style = LaneStyle::Curve } });
    for (std::uint16_t lane = 0; lane < 3; ++lane) {
        fill(lane);
    }
    scene_.state.runtime->rows_wanted = { 9, 9, 0 };
    EXPECT_EQ(lines(1500), (std::vector<int> { 4, 2, 2, 9 })) << "a curve gains by any height";
    // In all 8 lines are usual: 2, 1, 2 and 3.
    EXPECT_EQ(lines(height_for(8, 4, 0)), (std::vector<int> { 2, 1, 2, 3 }));
    EXPECT_EQ(lines(height_for(9, 4, 0)), (std::vector<int> { 3, 1, 2, 3 })) << "room for exactly one more";
    EXPECT_EQ(lines(height_for(9, 4, -1)), (std::vector<int> { 2, 1, 2, 3 }));
    EXPECT_EQ(lines(height_for(11, 4, 0)), (std::vector<int> { 3, 2, 2, 4 })) << "one each, in turn";
}

TEST_F(TimelinePictureTest, TheTallestLanesGiveUpLinesTheLowerFirstAndCurvesNone)
{
    lanes_of({ { .style = LaneStyle::Bars, .rows = 4 }, { .style = LaneStyle::Bars, .rows = 4 },
        { .style = LaneStyle::Notes, .rows = 2 }, { .style = LaneStyle::Curve } });
    for (std::uint16_t lane = 0; lane < 3; ++lane) {
        fill(lane);
    }
    EXPECT_EQ(lines(height_for(12, 4, 0)), (std::vector<int> { 4, 3, 2, 3 }));
    EXPECT_EQ(lines(height_for(11, 4, 0)), (std::vector<int> { 3, 3, 2, 3 }));
    EXPECT_EQ(lines(height_for(9, 4, 0)), (std::vector<int> { 2, 2, 2, 3 })) << "alerts keep two";
    EXPECT_EQ(lines(height_for(8, 4, 0)), (std::vector<int> { 2, 2, 1, 3 }));
}

TEST_F(TimelinePictureTest, AWallGivesAlertsASecondLineAndNoThird)
{
    lanes_of({ { .style = LaneStyle::Bars }, { .style = LaneStyle::Notes }, { .style = LaneStyle::Bars } });
    fill(0);
    fill(1);
    scene_.model.wall = true;
    scene_.state.runtime->rows_wanted = { 7, 7, 7 };
    EXPECT_EQ(geometry(900).lanes[0].rows, 4) << "twice its two";
    scene_.state.runtime->rows_wanted = { 3, 3, 0 };
    // Two for alerts, one each for notes and for the lane where nothing fires: no room for more.
    const auto four = [&](float more) {
        const TimelineGeometry any = geometry(500);
        return lines(any.ruler_bottom + 4 * any.lanes[0].row_height + 3 * 2 * grid(0.25F) + more);
    };
    EXPECT_EQ(four(0), (std::vector<int> { 2, 1, 1 }));
}

TEST_F(TimelinePictureTest, WhereNothingEverHappenedNoLaneIsFolded)
{
    lanes_of(std::vector<LaneModel>(9, { .style = LaneStyle::Notes }));
    EXPECT_EQ(geometry(200).folded_lanes, 0U);
    fill(4);
    const TimelineGeometry folded = geometry(200);
    EXPECT_EQ(folded.folded_lanes, 8U);
    for (std::size_t lane = 0; lane < 9; ++lane) {
        const float tall = folded.lanes[lane].bottom - folded.lanes[lane].top;
        EXPECT_EQ(tall > 0, lane == 4) << "no padding is left of the folded ones";
    }
}

TEST_F(TimelinePictureTest, TheLanesInSightTakeAllTheRoom)
{
    for (std::uint16_t lane = 0; lane < 8; ++lane) {
        fill(lane);
    }
    for (float height = 170; height < 420; height += 7) {
        const TimelineGeometry made = geometry(height);
        const auto cut = std::find_if(made.lanes.begin(), made.lanes.end(),
            [&](const LaneGeometry& lane) { return lane.bottom > made.lanes_bottom + 0.5F; });
        if (cut != made.lanes.end() && cut != made.lanes.begin()) {
            EXPECT_FLOAT_EQ(std::prev(cut)->bottom, made.lanes_bottom) << height;
        }
    }
}

TEST_F(TimelinePictureTest, ALaneIsHiddenWhereAnyOfItIsOutOfSight)
{
    for (std::uint16_t lane = 0; lane < 8; ++lane) {
        fill(lane);
    }
    const TimelineGeometry top = geometry(300);
    ASSERT_GT(top.hidden_lanes, 0U);
    ASSERT_LT(top.hidden_lanes, 8U);
    const TimelineGeometry scrolled = geometry(300, 5);
    std::size_t hidden = 0;
    for (const LaneGeometry& lane : scrolled.lanes) {
        const bool whole = lane.top >= scrolled.ruler_bottom - 1 && lane.bottom <= scrolled.lanes_bottom + 1;
        hidden += whole ? 0 : 1;
    }
    EXPECT_LT(scrolled.lanes[0].top, scrolled.ruler_bottom - 1);
    EXPECT_EQ(scrolled.hidden_lanes, hidden);
    scene_.model.wall = true;
    EXPECT_EQ(geometry(300, 50).lanes[0].top, geometry(300).lanes[0].top) << "nobody scrolls a wall";
    EXPECT_EQ(overview_height(scene_.model), 0);
    EXPECT_EQ(geometry(300).lanes_bottom, 300);
    scene_.model.wall = false;
    EXPECT_GT(overview_height(scene_.model), 0);
    scene_.model.without_overview = true;
    EXPECT_EQ(overview_height(scene_.model), 0);
}

TEST_F(TimelinePictureTest, HalfALaneIsDrawnOnADeskAndNotOnAWall)
{
    ui_.draw(
        [&] {
            TimelineGeometry made;
            made.ruler_bottom = 100;
            made.lanes_bottom = 300;
            for (const auto& [top, bottom] : std::vector<std::pair<float, float>> {
                     { 40, 100 }, { 60, 140 }, { 100, 200 }, { 200, 301 }, { 250, 302 }, { 300, 340 }, { 150, 150 } }) {
                LaneGeometry lane;
                lane.top = top;
                lane.bottom = bottom;
                made.lanes.push_back(lane);
            }
            const auto visible = [&](bool wall) {
                scene_.model.wall = wall;
                TimelineFrame frame { scene_.model, scene_.state, *scene_.state.runtime, made,
                    *ImGui::GetWindowDrawList() };
                std::vector<bool> seen;
                for (std::size_t i = 0; i < made.lanes.size(); ++i) {
                    seen.push_back(lane_visible(frame, i));
                }
                return seen;
            };
            EXPECT_EQ(visible(false), (std::vector<bool> { false, true, true, true, true, false, false }));
            const auto wall = visible(true);
            EXPECT_TRUE(wall[2]);
            EXPECT_TRUE(wall[3]) << "to within a pixel";
            EXPECT_FALSE(wall[4]);
            EXPECT_FALSE(wall[5]);
            TimelineFrame frame { scene_.model, scene_.state, *scene_.state.runtime, made,
                *ImGui::GetWindowDrawList() };
            frame.geometry.lanes = { made.lanes[2], made.lanes[3] };
            EXPECT_FALSE(frame.lane_at(99));
            EXPECT_EQ(frame.lane_at(100), 0U);
            EXPECT_EQ(frame.lane_at(199), 0U);
            EXPECT_EQ(frame.lane_at(200), 1U) << "an edge belongs to the lane below it";
            EXPECT_FALSE(frame.lane_at(301));
        },
        1);
}

TEST_F(TimelinePictureTest, PromisesAreInstantsAndStandWhereTheOrderPutsThem)
{
    scene_.model.lanes = { { .name = "Updates", .style = LaneStyle::Diamonds } };
    const auto seq = scene_.add(30, 20, 0, ItemKind::UpdatePromised, ItemSeverity::Normal, "promised", kItemLate);
    const TimelineItem item = *scene_.columns.find(seq);
    for (const TimeOrder order : { TimeOrder::Occurred, TimeOrder::Recorded }) {
        scene_.state.order = order;
        draw();
        const PlacedMark* mark = placed(seq);
        ASSERT_NE(mark, nullptr);
        const Timestamp at = order == TimeOrder::Occurred ? item.begin : item.recorded_at;
        EXPECT_NEAR((mark->x0 + mark->x1) / 2, scene_.state.axis.x(at), 0.01F);
        EXPECT_LT(mark->x1 - mark->x0, 60) << "not as long as it lasts";
    }
}

// A lane asks for a line more once over a quarter of what it shows was crowded, and keeps it.
TEST_F(TimelinePictureTest, ALaneThatIsCrowdedWantsOneLineMore)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars, .rows = 1 } };
    const auto wanted = [&] {
        draw(1);
        return scene_.state.runtime->rows_wanted[0];
    };
    scene_.show(-60, 0);
    // Three far apart, and one that has a place, but not for its words.
    for (const double minutes : { 50.0, 35.0, 20.0 }) {
        scene_.add(minutes, 0.1, 0, ItemKind::Alert, ItemSeverity::Minor, "apart");
    }
    scene_.add(19, 0.1, 0, ItemKind::Alert, ItemSeverity::Minor, "close");
    const int rows = geometry(500).lanes[0].rows;
    ASSERT_EQ(rows, 1);
    EXPECT_EQ(wanted(), 0) << "one in four";
    scene_.add(34, 0.1, 0, ItemKind::Alert, ItemSeverity::Minor, "close");
    EXPECT_EQ(wanted(), rows + 1);
    scene_.show(-600, -500);
    EXPECT_EQ(wanted(), rows + 1) << "a lane never shrinks while somebody looks";
}

TEST_F(TimelinePictureTest, ADenseLaneIsCrowdedAndCountsWhatItCarriedIn)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars, .rows = 1 } };
    for (int i = 0; i < 60; ++i) {
        scene_.add(30 - i * 0.001, 20, 0, ItemKind::Alert, ItemSeverity::Minor, "storm");
    }
    for (int i = 0; i < 5; ++i) {
        scene_.add(2000 + i, -1, 0, ItemKind::Alert, ItemSeverity::Major, "open for long");
    }
    scene_.show(-60, 10);
    draw(1);
    ASSERT_TRUE(scene_.state.runtime->layouts[0].dense);
    EXPECT_EQ(scene_.state.runtime->untold[0], 5U);
    EXPECT_GE(scene_.state.runtime->rows_wanted[0], 2);
}

TEST_F(TimelinePictureTest, CountsStandAboveTheColumnsOfADenseLaneOrNotAtAll)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars, .rows = 1 } };
    for (int i = 0; i < 400; ++i) {
        scene_.add(30 - i * 0.05, 1, 0, ItemKind::Alert, ItemSeverity::Minor, "storm");
    }
    scene_.show(-60, 10);
    const auto counts = [&] {
        EXPECT_TRUE(scene_.state.runtime->layouts[0].dense);
        const MirrorRect rect = canvas().rect;
        const TimelineGeometry drawn = timeline_geometry(
            scene_.model, *scene_.state.runtime, { rect.x, rect.y }, { rect.x + rect.width, rect.y + rect.height }, 0);
        const auto& labels = scene_.state.runtime->labels;
        return std::count_if(labels.begin(), labels.end(), [&](const LabelRect& label) {
            return label.x0 >= plot_left() && label.y0 >= drawn.ruler_bottom && label.y1 <= drawn.lanes_bottom;
        });
    };
    draw(1);
    EXPECT_EQ(counts(), 0) << "one line has no room for them above its columns";
    draw(3);
    EXPECT_GT(counts(), 0) << "crowded, it got a second";
}

// Colour and shape are not all that says how grave a bar is, once it is long enough.
TEST_F(TimelinePictureTest, ALongBarCarriesTheCodeOfItsSeverity)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars } };
    const auto coded = [&](Severity severity) {
        const auto& labels = scene_.state.runtime->labels;
        const float wide = label_width(severity_code(severity), Face::Medium);
        return std::any_of(labels.begin(), labels.end(), [&](const LabelRect& label) {
            return label.x0 >= plot_left() && !label.seq && std::abs(label.x1 - label.x0 - wide) < 0.01F;
        });
    };
    scene_.show(-60, 10);
    scene_.add(50, 40, 0, ItemKind::Alert, ItemSeverity::Critical, "Down");
    draw(3);
    EXPECT_TRUE(coded(Severity::Critical));
    EXPECT_FALSE(coded(Severity::Info));
    scene_.add(50, 40, 0, ItemKind::Alert, ItemSeverity::Info, "Late");
    draw(3);
    EXPECT_TRUE(coded(Severity::Info));
}

TEST_F(TimelinePictureTest, AShortBandIsNamedBesideIt)
{
    scene_.model.lanes = { { .name = "Duties", .style = LaneStyle::Bands } };
    const auto seq = scene_.add(2, -1, 0, ItemKind::Duty, ItemSeverity::Normal, "Commander: Ada");
    scene_.show(-600, 200);
    draw(3);
    ASSERT_NE(placed(seq), nullptr);
    const auto& labels = scene_.state.runtime->labels;
    const auto name
        = std::find_if(labels.begin(), labels.end(), [&](const LabelRect& label) { return label.seq == seq; });
    ASSERT_NE(name, labels.end());
    EXPECT_GE(name->x0, placed(seq)->x1);
    EXPECT_FLOAT_EQ(name->x1 - name->x0, label_width("Commander: Ada"));
}

// What nobody approved mutes nothing, and does not look as if it did.
TEST_F(TimelinePictureTest, AWindowThatIsOnlyPlannedIsOutlined)
{
    scene_.model.lanes = { { .name = "Maintenance", .style = LaneStyle::Hatched } };
    const auto seq = scene_.add(40, 30, 0, ItemKind::MaintenanceWindow, ItemSeverity::Maintenance, "Replace a switch");
    scene_.show(-60, 10);
    draw(3);
    const int hatched = ui_.vertices();
    ASSERT_NE(placed(seq), nullptr);
    const Mark& mark = placed(seq)->mark;
    scene_.model.planned = { { { mark.begin_millis }, { mark.end_millis } } };
    draw(3);
    const int outlined = ui_.vertices();
    EXPECT_LT(outlined, hatched - 40);
    scene_.model.planned[0].end.millis += 1;
    draw(3);
    EXPECT_GT(ui_.vertices(), outlined + 40) << "that is another one";
}

// What is kept as a file is for people who neither press its buttons nor have its keyboard; the screen goes on.
TEST_F(TimelinePictureTest, APictureOfItHasNeitherButtonsNorTheKeyboardsFrame)
{
    fill(0);
    focus();
    draw(3);
    const int worked_with = ui_.vertices();
    const auto controls = [] {
        return std::count_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Button || item.role == Role::Switch; });
    };
    const auto before = controls();
    ASSERT_GE(before, 5);
    save_picture({ "timeline.svg", { 0, 0, 500, 300 } });
    begin_picture_frame();
    draw(1);
    const int pictured = ui_.vertices();
    EXPECT_LT(pictured, worked_with - 100);
    EXPECT_EQ(controls(), before) << "they are still there to be pressed";
    EXPECT_TRUE(scene_.state.runtime->focused);
    EXPECT_TRUE(take_picture_wanted());
    draw(3);
    EXPECT_GT(ui_.vertices(), pictured + 100);
}

TEST_F(TimelinePictureTest, OnlyWhereNothingIsShownItSaysSo)
{
    const auto says_empty = [&] {
        draw();
        const auto& labels = scene_.state.runtime->labels;
        const float wide = label_width(tr(Text::TimelineEmpty));
        return std::any_of(labels.begin(), labels.end(),
            [&](const LabelRect& label) { return !label.seq && std::abs(label.x1 - label.x0 - wide) < 0.01F; });
    };
    EXPECT_TRUE(says_empty());
    fill(2);
    EXPECT_FALSE(says_empty()) << "though the other lanes are empty";
}

TEST_F(TimelinePictureTest, SaysOfAnItemWhetherItLastsAndHowLongItDid)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars } };
    scene_.add(30, -1, 0, ItemKind::Alert, ItemSeverity::Critical, "open", kItemMuted);
    scene_.add(20, 5, 0, ItemKind::Alert, ItemSeverity::Normal, "over", kItemLate | kItemAcknowledged);
    scene_.add(10, 0, 0, ItemKind::Alert, ItemSeverity::Info, "instant", kItemExercise | kItemSuperseded);
    draw(3);
    const auto said = rows();
    ASSERT_EQ(said.size(), 3U);
    const auto flag = [](Text text) { return std::string { tr(text) }; };
    EXPECT_EQ(said[0],
        "Critical, Alert, open, Fri 21 Nov, 14:33:27 CET, " + flag(Text::TimelineOpen) + ", "
            + flag(Text::TimelineMuted));
    EXPECT_EQ(said[1],
        "Alert, over, Fri 21 Nov, 14:43:27 CET – 14:48:27 (5 min 0 s), " + flag(Text::TimelineLate) + ", "
            + flag(Text::TimelineAcknowledged));
    EXPECT_EQ(said[2],
        "Information, Alert, instant, Fri 21 Nov, 14:53:27 CET, " + flag(Text::TimelineExercise) + ", "
            + flag(Text::TimelineSuperseded));
}

TEST_F(TimelinePictureTest, AWallSpeaksOfTheNewestAndADeskOfItsMiddle)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars } };
    for (int i = 0; i < 30; ++i) {
        scene_.add(59 - 2 * i, 0, 0, ItemKind::Alert, ItemSeverity::Minor, "number " + std::to_string(i + 1));
    }
    scene_.show(-60, 0);
    draw(3);
    ASSERT_EQ(rows().size(), 9U);
    EXPECT_NE(rows()[4].find("number 16,"), std::string::npos) << rows()[4];
    const auto positions = [&] {
        std::vector<int> found;
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Row) {
                EXPECT_EQ(item.set_size, 30);
                found.push_back(item.position);
            }
        }
        return found;
    };
    EXPECT_EQ(positions(), (std::vector<int> { 12, 13, 14, 15, 16, 17, 18, 19, 20 }));
    scene_.model.wall = true;
    draw(3);
    EXPECT_EQ(positions(), (std::vector<int> { 27, 28, 29, 30 }));
}

TEST_F(TimelinePictureTest, TheMouseFindsTheNearestOfItsRow)
{
    scene_.model.lanes = { { .name = "Alerts", .style = LaneStyle::Bars, .rows = 2 } };
    const auto left = scene_.add(40, 1, 0, ItemKind::Alert, ItemSeverity::Minor, "left");
    const auto right = scene_.add(38.6, 1, 0, ItemKind::Alert, ItemSeverity::Minor, "right");
    scene_.show(-60, 0);
    draw();
    const PlacedMark* a = placed(left);
    const PlacedMark* b = placed(right);
    ASSERT_TRUE(a != nullptr && b != nullptr);
    ASSERT_NE(a->row, b->row) << "words need their room";
    const LaneGeometry lane = [&] {
        const MirrorRect rect = canvas().rect;
        return timeline_geometry(
            scene_.model, *scene_.state.runtime, { rect.x, rect.y }, { rect.x + rect.width, rect.y + rect.height }, 0)
            .lanes[0];
    }();
    const auto found_at = [&](float x, int row) {
        mouse(x, lane.items_top + (static_cast<float>(row) + 0.5F) * lane.row_height);
        return scene_.state.runtime->hover.seq;
    };
    EXPECT_EQ(found_at(a->x0 + 2, a->row), left);
    EXPECT_EQ(found_at(b->x0 + 2, b->row), right);
    EXPECT_EQ(found_at(a->x0 - 4, a->row), left) << "near enough";
    EXPECT_NE(found_at(a->x0 - 6, a->row), left);
    EXPECT_NE(found_at(b->x1 - 1, a->row), right) << "of another row";
    EXPECT_EQ(scene_.state.runtime->hover.lane, 0U);
    scene_.model.wall = true;
    draw();
    EXPECT_FALSE(found_at(a->x0 + 2, a->row));
}

TEST_F(TimelinePictureTest, OfTwoInARowTheMouseFindsTheNearer)
{
    scene_.model.lanes = { { .name = "States", .style = LaneStyle::Bands } };
    const auto first = scene_.add(40, 10, 0, ItemKind::StateChange, ItemSeverity::Minor, "first");
    const auto second = scene_.add(30, 10, 0, ItemKind::StateChange, ItemSeverity::Minor, "second");
    scene_.show(-60, 0);
    draw();
    const float border = placed(second)->x0;
    const MirrorRect rect = canvas().rect;
    const LaneGeometry lane = timeline_geometry(
        scene_.model, *scene_.state.runtime, { rect.x, rect.y }, { rect.x + rect.width, rect.y + rect.height }, 0)
                                  .lanes[0];
    mouse(border - 2, lane.items_top + lane.row_height / 2);
    EXPECT_EQ(scene_.state.runtime->hover.seq, first);
    mouse(border + 2, lane.items_top + lane.row_height / 2);
    EXPECT_EQ(scene_.state.runtime->hover.seq, second);
}

TEST_F(TimelinePictureTest, TheOverviewCountsAllItemsAndShowsTheWorstOfEachColumn)
{
    const auto total = [&] {
        draw();
        const auto& columns = scene_.state.runtime->overview;
        return std::accumulate(columns.begin(), columns.end(), 0U,
            [](std::uint32_t sum, const OverviewColumn& column) { return sum + column.count; });
    };
    for (int i = 0; i < 400; ++i) {
        scene_.add(30 - i * 0.0001, 0.1, 0, ItemKind::Alert, i == 7 ? ItemSeverity::Critical : ItemSeverity::Minor, "");
    }
    scene_.add(30 - 0.05, 0.1, 0, ItemKind::Alert, ItemSeverity::Info, "");
    scene_.add(600, 0.1, 1, ItemKind::Change, ItemSeverity::Normal, "");
    EXPECT_EQ(total(), 402U);
    ItemSeverity worst {};
    std::size_t used = 0;
    for (const OverviewColumn& column : scene_.state.runtime->overview) {
        used += column.count > 0 ? 1 : 0;
        worst = std::max(worst, column.worst);
    }
    EXPECT_EQ(worst, ItemSeverity::Critical);
    EXPECT_LE(used, 3U);
    scene_.add(20, 0.1, 2, ItemKind::Observation, ItemSeverity::Normal, "");
    EXPECT_EQ(total(), 403U) << "counted again with what came";
}

TEST_F(TimelinePictureTest, EverySeverityHasItsOwnLook)
{
    using I = ItemSeverity;
    for (const auto& [item, shown] :
        std::vector<std::pair<I, Severity>> { { I::Critical, Severity::Critical }, { I::Major, Severity::Major },
            { I::Minor, Severity::Minor }, { I::Info, Severity::Info }, { I::Maintenance, Severity::Maintenance },
            { I::Unknown, Severity::Unknown }, { I::Normal, Severity::Normal } }) {
        EXPECT_EQ(shown_severity(item), shown);
    }
}

}
}
