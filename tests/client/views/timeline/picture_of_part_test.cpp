// SPDX-License-Identifier: Apache-2.0
// One key saves a picture of the timeline or chart alone: the area is that of its panel.
#include "client/language/text.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/timeline/timeline_view.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr int kPictureKey = ImGuiMod_Shift | ImGuiKey_V;

std::optional<PictureWanted> picture_in(const Intents& intents)
{
    std::optional<PictureWanted> wanted;
    for (const Intent& intent : intents) {
        const auto* picture = std::get_if<SavePicture>(&intent);
        wanted = picture != nullptr ? std::optional { picture->picture } : wanted;
    }
    return wanted;
}

void expect_area_of_panel(const std::optional<PictureWanted>& wanted, std::string_view title)
{
    ASSERT_TRUE(wanted);
    const MirrorItem* panel = mirror().find(Role::Region, title);
    ASSERT_NE(panel, nullptr) << title;
    EXPECT_NEAR(wanted->area.x, panel->rect.x, 1);
    EXPECT_NEAR(wanted->area.y, panel->rect.y, 1);
    EXPECT_NEAR(wanted->area.width, panel->rect.width, 1);
    EXPECT_NEAR(wanted->area.height, panel->rect.height, 1);
}

class PictureOfPartTest : public testing::Test {
protected:
    Intents press_in(View& view, int key = kPictureKey)
    {
        Intents intents;
        const auto draw = [&] {
            ui_.draw(
                [&] {
                    for (Intent& intent : view.draw(console_.input())) {
                        intents.push_back(std::move(intent));
                    }
                },
                3);
        };
        draw();
        EXPECT_FALSE(picture_in(intents));
        HeadlessUi::press_key(key);
        draw();
        return intents;
    }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
};

TEST_F(PictureOfPartTest, OfTheRoomsTimeline)
{
    console_.open(console_.room.resolver);
    console_.location = { "/timeline", {} };
    const auto view = make_timeline_view();
    const auto wanted = picture_in(press_in(*view));
    expect_area_of_panel(wanted, tr(Text::NavTimeline));
    EXPECT_EQ(wanted->name, "timeline-2026-03-02T09-00-00-000Z.png");
}

TEST_F(PictureOfPartTest, AnotherKeySavesItAsADrawing)
{
    console_.open(console_.room.resolver);
    console_.location = { "/timeline", {} };
    const auto view = make_timeline_view();
    const auto wanted = picture_in(press_in(*view, ImGuiMod_Shift | ImGuiKey_B));
    expect_area_of_panel(wanted, tr(Text::NavTimeline));
    EXPECT_EQ(wanted->name, "timeline-2026-03-02T09-00-00-000Z.svg");
}

TEST_F(PictureOfPartTest, OfOneResourcesChart)
{
    CapacityResource cpu { .id = ResourceId { "host-cpu" }, .name = "Processor", .unit = "percent" };
    cpu.cadence_seconds = 10;
    console_.done(DefineCapacity { cpu }, kSystem);
    console_.open(console_.room.resolver);
    console_.location = { "/capacity/host-cpu", {} };
    const auto view = make_capacity_view();
    view->arrive(console_.location);
    expect_area_of_panel(picture_in(press_in(*view)), "Processor");
}

TEST_F(PictureOfPartTest, OfTheSchedule)
{
    console_.open(console_.room.resolver);
    console_.location = { "/maintenance", {} };
    const auto view = make_maintenance_view();
    expect_area_of_panel(picture_in(press_in(*view)), tr(Text::Schedule));
}

TEST_F(IncidentViewTest, APictureOfItsTimelineHasItsTitleItsStretchAndTheRoomOfTheListToo)
{
    const MirrorItem* panel = mirror().find(Role::Region, tr(Text::Timeline));
    ASSERT_NE(panel, nullptr);
    const auto shown = panel->rect;
    press_key(kPictureKey);
    const auto wanted = picture_in(intents_);
    ASSERT_TRUE(wanted);
    EXPECT_NEAR(wanted->area.x, shown.x, 1);
    EXPECT_NEAR(wanted->area.y, shown.y, 1);
    EXPECT_GT(wanted->area.height, shown.height + 100) << "lanes that the screen has no room for";
    EXPECT_FALSE(shows("(UTC)"));
    save_picture(*wanted);
    begin_picture_frame();
    draw(1);
    EXPECT_TRUE(shows(id_.text + "  Shop is down, "));
    EXPECT_TRUE(shows("(UTC)")) << "from when to when, in which zone";
    EXPECT_TRUE(shows(" 2026, "));
    panel = mirror().find(Role::Region, tr(Text::Timeline));
    ASSERT_NE(panel, nullptr);
    EXPECT_NEAR(panel->rect.height, wanted->area.height, 1);
    EXPECT_TRUE(take_picture_wanted());
    draw();
    panel = mirror().find(Role::Region, tr(Text::Timeline));
    ASSERT_NE(panel, nullptr);
    EXPECT_NEAR(panel->rect.height, shown.height, 1) << "the screen is as it was";
}

}
}
