// SPDX-License-Identifier: Apache-2.0
// How far out the timeline goes, and where it is led to.
#include "client/language/text.h"
#include "tests/client/widgets/timeline/timeline_fixture.h"

#include <functional>

namespace watchfloor {
namespace {

constexpr double kMillisOfADay = 86'400'000;

class TimelineRangeTest : public TimelineFixture {
protected:
    double span() const { return scene_.state.axis.to_millis() - scene_.state.axis.from_millis; }
    static double now() { return static_cast<double>(TimelineScene::kNow.millis); }

    void add_ten_days_ago() { scene_.add(14'400, 5, 0, ItemKind::Alert, ItemSeverity::Minor, "long ago"); }

    void expect_ten_days()
    {
        EXPECT_NEAR(scene_.state.axis.from_millis, now() - 10.3 * kMillisOfADay, 1000);
        EXPECT_NEAR(scene_.state.axis.to_millis(), now() + 0.3 * kMillisOfADay, 1000);
    }

    void press_often(ImGuiKey key)
    {
        for (int i = 0; i < 40; ++i) {
            press(key);
        }
    }
};

TEST_F(TimelineRangeTest, ZoomingOutEndsAtEverythingThereIs)
{
    add_ten_days_ago();
    focus();
    press_often(ImGuiKey_S);
    expect_ten_days();
    commands_.clear();
    press(ImGuiKey_S);
    EXPECT_TRUE(commands_.empty()) << "there is nothing further out";
    scene_.show(-66, 9);
    press(ImGuiKey_0);
    expect_ten_days();
    press(ImGuiKey_W);
    EXPECT_LT(span(), 10 * kMillisOfADay);
}

TEST_F(TimelineRangeTest, TheWheelAndTheButtonEndThereToo)
{
    add_ten_days_ago();
    draw();
    mouse(800, canvas().rect.y + 10);
    wheel(-100);
    expect_ten_days();
    scene_.show(-66, 9);
    const auto zoom_out = [&] {
        mirror().activate(mirror().find(Role::Button, tr(Text::TimelineZoomOut))->id);
        draw(3);
    };
    ASSERT_NE(mirror().find(Role::Button, tr(Text::TimelineZoomOut)), nullptr);
    for (int i = 0; i < 12; ++i) {
        zoom_out();
    }
    expect_ten_days();
}

TEST_F(TimelineRangeTest, AYoungRoomCanBeSeenForADay)
{
    focus();
    press_often(ImGuiKey_S);
    EXPECT_NEAR(span(), 1.06 * kMillisOfADay, 1000);
    EXPECT_NEAR(scene_.state.axis.to_millis(), now() + 0.03 * kMillisOfADay, 1000);
}

TEST_F(TimelineRangeTest, EverythingCanBeFollowed)
{
    add_ten_days_ago();
    scene_.state.following = true;
    focus();
    press_often(ImGuiKey_S);
    EXPECT_TRUE(scene_.state.following);
    expect_ten_days();
}

TEST_F(TimelineRangeTest, WhatAnAddressShowsBeyondEverythingIsLeftByZoomingIn)
{
    add_ten_days_ago();
    focus();
    scene_.show(-60'000, 60'000); // 83 days
    draw();
    const double before = span();
    press(ImGuiKey_W);
    EXPECT_NEAR(span(), before / 1.25, 1000);
    press(ImGuiKey_S);
    expect_ten_days();
}

TEST_F(TimelineRangeTest, AGoalIsReachedOnceAndToldOf)
{
    add_ten_days_ago();
    draw();
    commands_.clear();
    scene_.state.following = true;
    const TimelineRange range { TimelineScene::kNow - Millis { 7'200'000 },
        TimelineScene::kNow - Millis { 3'600'000 } };
    scene_.state.goal = TimelineGoal { range, false, 0.1 };
    draw();
    EXPECT_FALSE(scene_.state.following);
    EXPECT_NEAR(scene_.state.axis.from_millis, now() - 7'560'000, 10);
    EXPECT_NEAR(scene_.state.axis.to_millis(), now() - 3'240'000, 10);
    EXPECT_TRUE(last<ViewMoved>());
    const double from = scene_.state.axis.from_millis - 50'000;
    scene_.state.axis.from_millis = from;
    draw();
    EXPECT_EQ(scene_.state.axis.from_millis, from) << "it may be left again";

    scene_.state.goal = TimelineGoal { std::nullopt, false, kWholeMargin };
    draw();
    expect_ten_days();
}

TEST_F(TimelineRangeTest, EverythingIsShownOnceAllOfItCame)
{
    scene_.model.partial = true;
    draw();
    const double from = scene_.state.axis.from_millis;
    scene_.state.goal = TimelineGoal { std::nullopt, false, kWholeMargin };
    draw();
    EXPECT_EQ(scene_.state.axis.from_millis, from);
    add_ten_days_ago();
    scene_.model.partial = false;
    draw();
    expect_ten_days();
    EXPECT_FALSE(scene_.state.goal);
}

TEST_F(TimelineRangeTest, TheKeyForEverythingWaitsForAllOfItUntilSomebodyGoesElsewhere)
{
    scene_.model.partial = true;
    focus();
    press(ImGuiKey_0);
    EXPECT_TRUE(scene_.state.goal);
    add_ten_days_ago();
    scene_.model.partial = false;
    draw();
    expect_ten_days();
    scene_.model.partial = true;
    press(ImGuiKey_0);
    press(ImGuiKey_D);
    EXPECT_FALSE(scene_.state.goal);
}

TEST_F(TimelineRangeTest, AGoalThatGoesOnWithNowEndsWhereNowStands)
{
    draw();
    scene_.state.goal
        = TimelineGoal { TimelineRange { TimelineScene::kNow - Millis { 3'600'000 }, TimelineScene::kNow }, true, 0 };
    draw();
    EXPECT_TRUE(scene_.state.following);
    EXPECT_NEAR(scene_.state.axis.from_millis, now() - 3'600'000, 100);
    EXPECT_NEAR(scene_.state.axis.x(TimelineScene::kNow), scene_.state.axis.left + 0.88F * scene_.state.axis.width, 1);
}

}
}
