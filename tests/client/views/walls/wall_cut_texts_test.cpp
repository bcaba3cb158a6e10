// SPDX-License-Identifier: Apache-2.0
// Every page of a wall on panels of several shapes: in a room of ordinary names nothing is cut, and nothing stands outside.
#include "client/views/walls/wall_pages.h"

#include "shared/wire/answers/capacity.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/wall_on_screen.h"

#include <utility>
#include <vector>

namespace watchfloor {
namespace {

struct NamedPage {
    const char* name;
    Text title;
};

constexpr NamedPage kWallPages[] { { "alerts", Text::WallPageAlerts }, { "services", Text::WallPageServices },
    { "hour", Text::WallPageHour }, { "capacity", Text::WallPageCapacity },
    { "maintenance", Text::WallPageMaintenance } };

class WallCutTextsTest : public WallOnScreen, public testing::WithParamInterface<ImVec2> {
protected:
    WallCutTextsTest() : WallOnScreen(GetParam()) { }

    void name_service(const char* id, const std::string& name)
    {
        console_.done(SetService { { .id = ServiceId { id }, .name = name, .match = { { "service", id } } } }, kSystem);
    }

    void fill()
    {
        Room& room = console_.room;
        name_service("shop", "Online shop");
        name_service("mail", "Mail");
        name_service("north", "Northern site network");
        name_service("pay", "Payments");
        const LogIncident log { .title = "Calls drop", .services = { ServiceId { "north" } } };
        const IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        console_.done(AddNote { .incident = id, .kind = NoteKind::Decision, .text = "Route around it" }, room.resolver);
        console_.fire("DiskAlmostFull", "mail", "warning");
        console_.fire("SlowCheckout", "shop", "warning");
        console_.fire("PacketLoss", "north", "warning");
        CapacityResource disk;
        disk.id = ResourceId { "disk" };
        disk.name = "Mail database, disk";
        disk.unit = "percent";
        disk.total_milli = 100'000;
        disk.cadence_seconds = 60;
        console_.done(DefineCapacity { disk }, room.capacity);
        MaintenanceWindow window;
        window.id = WindowId { "MW-1" };
        window.title = "Replace a switch";
        window.services = { ServiceId { "pay" } };
        window.state = WindowState::Approved;
        window.from = room.now - hours { 1 };
        window.to = room.now + hours { 2 };
        room.state.windows.set(window.id, window);
    }

    void measure()
    {
        SamplePoint point;
        point.at = console_.room.now;
        point.resource = ResourceId { "disk" };
        point.value_milli = 97'000;
        console_.transport.live("sample", to_json_text(SampleFrame { { point } }));
        draw();
    }

    void expect_whole(const std::string& page)
    {
        EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> {}) << page;
        for (const MirrorItem& item : mirror().items()) {
            EXPECT_LE(item.rect.x + item.rect.width, GetParam().x + 3) << page << ": " << item.label;
            EXPECT_LE(item.rect.y + item.rect.height, GetParam().y + 3) << page << ": " << item.label;
        }
    }
};

TEST_P(WallCutTextsTest, NoPageCutsAnOrdinaryName)
{
    fill();
    for (const NamedPage& page : kWallPages) {
        arrive(std::string("/wall?paused=1&page=") + page.name);
        measure();
        EXPECT_TRUE(on_page(page.title)) << page.name;
        expect_whole(page.name);
    }
}

TEST_P(WallCutTextsTest, NorThatOfAFigureThatStoodStill)
{
    fill();
    arrive("/wall?paused=1&page=capacity");
    measure();
    console_.room.pass(minutes { 25 });
    draw();
    EXPECT_GE(shown("STALE"), 1);
    expect_whole("capacity");
}

TEST_P(WallCutTextsTest, NorBelowAMajor)
{
    fill();
    declare_major();
    for (const NamedPage& page : kWallPages) {
        arrive(std::string("/wall?paused=1&page=") + page.name);
        measure();
        EXPECT_TRUE(on_page(page.title)) << page.name;
        expect_whole(page.name);
    }
}

TEST_P(WallCutTextsTest, TheCheckSeesWhatTheMapCuts)
{
    fill();
    std::string name = "Online";
    while (name.size() < 110) {
        name += " shop";
    }
    name_service("shop", name);
    arrive("/wall?paused=1&page=services");
    const auto& cut = mirror().cut_texts();
    EXPECT_TRUE(std::any_of(
        cut.begin(), cut.end(), [&](const std::string& text) { return text.find(name) != std::string::npos; }));
}

INSTANTIATE_TEST_SUITE_P(
    Panels, WallCutTextsTest, testing::Values(ImVec2 { 1920, 1080 }, ImVec2 { 1366, 768 }, ImVec2 { 1080, 1920 }));

}
}
