// SPDX-License-Identifier: Apache-2.0
// Pages that majors leave little room: what stands on them stands there in whole.
#include "client/views/walls/capacity_order.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/text_label.h"
#include "shared/wire/answers/capacity.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/wall_on_screen.h"

#include <string>
#include <vector>

namespace watchfloor {
namespace {

class WallLowPagesTest : public WallOnScreen, public testing::WithParamInterface<ImVec2> {
protected:
    WallLowPagesTest() : WallOnScreen(GetParam()) { }

    void declare(int count)
    {
        Room& room = console_.room;
        for (int i = 0; i < count; ++i) {
            const LogIncident log { .title = "Outage", .services = { ServiceId { "mail" } } };
            const IncidentId id { room.when(log, room.desk).value().created };
            console_.done(log, room.desk);
            console_.done(
                AddNote { .incident = id, .kind = NoteKind::Decision, .text = "Route around it" }, room.resolver);
            console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 },
                room.resolver);
        }
    }
};

TEST_P(WallLowPagesTest, NothingIsSlicedBelowManyMajors)
{
    define("disk", "Mail disk", "mail");
    for (int i = 0; i < 8; ++i) {
        define("disk-" + std::to_string(i), "Disk " + std::to_string(i), "shop");
    }
    console_.fire("DiskAlmostFull", "mail", "warning");
    for (int majors : { 4, 5 }) { // nine in the second round
        declare(majors);
        for (const char* page : { "alerts", "services", "hour", "capacity", "resource:disk" }) {
            arrive(std::string("/wall?paused=1&page=") + page);
            measure("disk", 97);
            measure("disk-7", 99);
            draw();
            EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> {}) << page;
        }
    }
}

// A tick of a clock comes by an edge, and figures grow, at some instants only.
TEST_P(WallLowPagesTest, NothingIsSlicedAtAnyInstant)
{
    define("disk", "Mail disk", "mail");
    console_.fire("DiskAlmostFull", "mail", "warning");
    for (const int majors : { 1, 3 }) {
        declare(majors);
        for (const char* page : { "alerts", "services", "hour", "capacity", "resource:disk" }) {
            arrive(std::string("/wall?paused=1&page=") + page);
            measure("disk", 97);
            for (int step = 0; step < 225; ++step) {
                console_.room.now = console_.room.now + std::chrono::seconds { 4 };
                draw();
                ASSERT_EQ(mirror().cut_texts(), std::vector<std::string> {})
                    << page << ", " << 4 * step << " s later, majors: " << majors;
            }
        }
    }
}

TEST_P(WallLowPagesTest, AnHourWithoutRoomForItsRibbonIsAList)
{
    declare(9);
    arrive("/wall?paused=1&page=hour");
    EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> {});
    EXPECT_GE(shown("Route around it"), 1) << "what was decided";
}

TEST_P(WallLowPagesTest, WhatIsInTheRedComesBeforeWhatASinkingServiceHasEnoughOf)
{
    define("mail-disk", "Mail disk", "mail");
    define("shop-disk", "Shop disk", "shop");
    declare_major();
    CapacityResource full = *console_.room.state.resources.find(ResourceId { "mail-disk" });
    full.level = CapacityLevel::Critical;
    console_.room.state.resources.set(full.id, full);
    arrive("/wall?page=capacity&paused=1");
    measure("mail-disk", 99);
    measure("shop-disk", 20);
    const ViewInput input = console_.input();
    EXPECT_EQ(capacity_by_need(input, wall_rows(input.state, input.now)).front().name, "Mail disk");
}

INSTANTIATE_TEST_SUITE_P(
    Panels, WallLowPagesTest, testing::Values(ImVec2 { 1920, 1080 }, ImVec2 { 1366, 768 }, ImVec2 { 1080, 1920 }));

// The check itself: on a wall a line that stands only in part in its place is a cut text, at a desk it is scrolled.
TEST(SlicedTextTest, IsNotedOnAWallAlone)
{
    HeadlessUi ui { { 800, 600 } };
    const auto cut = [&](Surface surface, float height) {
        ThemeOptions look;
        look.surface = surface;
        apply_theme(look);
        ui.draw([&] {
            ImGui::BeginChild("low", { 400, height }, ImGuiChildFlags_None, ImGuiWindowFlags_NoScrollbar);
            label("+8: MAJ 1");
            ImGui::EndChild();
        });
        apply_theme({});
        return mirror().cut_texts();
    };
    EXPECT_EQ(cut(Surface::Wall, 12), std::vector<std::string> { "+8: MAJ 1" });
    EXPECT_EQ(cut(Surface::Wall, 300), std::vector<std::string> {});
    EXPECT_EQ(cut(Surface::Desk, 12), std::vector<std::string> {});
}

}
}
