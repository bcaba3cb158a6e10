// SPDX-License-Identifier: Apache-2.0
// The wall below a declared major, as a 55-inch display shows it from four metres.
#include "client/language/text.h"
#include "client/views/walls/wall_view.h"
#include "client/widgets/controls/panels.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

class WallViewTest : public testing::Test {
protected:
    WallViewTest()
    {
        ThemeOptions look;
        look.surface = Surface::Wall;
        apply_theme(look);
    }
    ~WallViewTest() override { apply_theme({}); }

    void declare_major()
    {
        Room& room = console_.room;
        const AlertId down = console_.fire("Down", "shop");
        const LogIncident log { .title = "Shop is down", .services = { ServiceId { "shop" } }, .alerts = { down } };
        const IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            room.resolver);
    }

    void draw()
    {
        console_.open(console_.room.manager);
        for (int i = 0; i < 4; ++i) {
            console_.transport.poll();
            ui_.frame([&] { static_cast<void>(view_->draw(console_.input())); });
        }
    }

    static int shown(std::string_view part)
    {
        const auto& items = mirror().items();
        return static_cast<int>(std::count_if(items.begin(), items.end(), [&](const MirrorItem& item) {
            return item.rect.height > 0 && item.label.find(part) != std::string::npos;
        }));
    }

    HeadlessUi ui_ { { 1920, 1080 } };
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_wall_view();
};

TEST_F(WallViewTest, BelowAMajorAtLeastFourAlertsStandAndTheRestIsCounted)
{
    declare_major();
    for (int i = 0; i < 12; ++i) {
        console_.fire("Slow" + std::to_string(i), "mail", "warning");
    }
    console_.room.now = console_.room.now + std::chrono::minutes { 11 }; // no flood any more
    draw();
    const int rows = shown("Slow");
    EXPECT_GE(rows, 4);
    EXPECT_LT(rows, 12);
    EXPECT_EQ(shown("+" + std::to_string(12 - rows) + ": "), 1) << "and how severe it is";
    for (const MirrorItem& item : mirror().items()) {
        EXPECT_LE(item.rect.y + item.rect.height, 1080) << item.label;
    }
}

TEST_F(WallViewTest, FewAlertsAreAllShownAndNothingIsCounted)
{
    declare_major();
    console_.fire("Slow", "mail", "warning");
    draw();
    EXPECT_EQ(shown("Slow"), 1);
    EXPECT_EQ(shown("+"), 0);
}

TEST_F(WallViewTest, AMajorIsNamedByItsTitleUntilSomebodySetsAHeadline)
{
    declare_major();
    draw();
    EXPECT_EQ(shown("INC-1: Shop is down"), 1);
    console_.done(
        ClassifyIncident { .incident = IncidentId { "INC-1" }, .headline = "Rolling back" }, console_.room.resolver);
    draw();
    EXPECT_EQ(shown("INC-1: Rolling back"), 1);
    EXPECT_EQ(shown("Shop is down"), 0);
}

TEST_F(WallViewTest, ThePictureWandersSoThatNothingBurnsIn)
{
    declare_major();
    std::set<std::pair<float, float>> places;
    for (int minute = 0; minute < 4; ++minute) {
        draw();
        const MirrorItem* mark = mirror().find(Role::Text, "SEV1");
        ASSERT_NE(mark, nullptr);
        places.insert({ mark->rect.x, mark->rect.y });
        console_.room.now = console_.room.now + std::chrono::minutes { 1 };
    }
    EXPECT_EQ(places.size(), 4U);
    const auto [left, top] = *places.begin();
    for (const auto& [x, y] : places) {
        EXPECT_LE(x - left, 2);
        EXPECT_LE(std::abs(y - top), 2);
    }
}

constexpr int kBurnCell = 8; // in pixels
constexpr int kBurnColumns = 1920 / kBurnCell;
constexpr int kBurnRows = 1080 / kBurnCell;

bool saturated(const ImDrawVert& vertex)
{
    constexpr std::array kHues { Colour::Critical, Colour::Major, Colour::Minor, Colour::Info, Colour::Maintenance };
    return std::any_of(kHues.begin(), kHues.end(), [&](Colour hue) { return vertex.col == colour(hue); });
}

bool triangle_covers(const std::array<ImVec2, 3>& corners, ImVec2 place)
{
    int left = 0;
    int right = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const ImVec2 a = corners[i];
        const ImVec2 b = corners[(i + 1) % 3];
        const float side = (b.x - a.x) * (place.y - a.y) - (b.y - a.y) * (place.x - a.x);
        left += side >= 0 ? 1 : 0;
        right += side <= 0 ? 1 : 0;
    }
    return left == 3 || right == 3;
}

// Which cells of the last picture are full of a severity's colour.
std::vector<bool> saturated_cells()
{
    std::vector<bool> cells(static_cast<std::size_t>(kBurnColumns * kBurnRows), false);
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
        for (int i = 0; i + 2 < list->IdxBuffer.Size; i += 3) {
            std::array<ImVec2, 3> corners;
            bool full = true;
            for (int corner = 0; corner < 3; ++corner) {
                const ImDrawVert& vertex = list->VtxBuffer[static_cast<int>(list->IdxBuffer[i + corner])];
                corners[static_cast<std::size_t>(corner)] = vertex.pos;
                full = full && saturated(vertex);
            }
            for (int cell = 0; full && cell < kBurnColumns * kBurnRows; ++cell) {
                const ImVec2 place { (static_cast<float>(cell % kBurnColumns) + 0.5F) * kBurnCell,
                    (static_cast<float>(cell / kBurnColumns) + 0.5F) * kBurnCell };
                if (triangle_covers(corners, place)) {
                    cells[static_cast<std::size_t>(cell)] = true;
                }
            }
        }
    }
    return cells;
}

// What changes sides does so on a picture that stands still as well; bars and borders have none to change.
TEST_F(WallViewTest, BarsAndBordersLoseTheirHueWhilePagesAreHeldOrFrozen)
{
    draw();
    EXPECT_EQ(edge_colour(Colour::Critical), Colour::Critical);
    console_.transport.state = LiveState::Lost;
    console_.room.pass(std::chrono::seconds { 10 });
    ui_.frame([&] { static_cast<void>(view_->draw(console_.input())); });
    EXPECT_EQ(edge_colour(Colour::Critical), Colour::Secondary);
    EXPECT_TRUE(screen_marked_stale()) << "what stands in it is not hatched twice";
    console_.transport.state = LiveState::Open;
    console_.location = { "/wall", { { "paused", "1" } } };
    view_->arrive(console_.location);
    draw();
    EXPECT_EQ(edge_colour(Colour::Critical), Colour::Secondary);
    EXPECT_FALSE(screen_marked_stale());
    rest_hues(false);
}

TEST_F(WallViewTest, NothingSaturatedStaysInItsPlaceForHalfAnHour)
{
    declare_major();
    const Actor& commander = console_.room.resolver;
    console_.done(SetUser { { .id = commander.user, .name = "gone", .roles = commander.roles, .disabled = true } },
        console_.room.administrator);
    std::vector<int> minutes_on(static_cast<std::size_t>(kBurnColumns * kBurnRows), 0);
    int longest = 0;
    view_->arrive(parse_location("/wall?page=alerts&paused=1"));
    for (int minute = 0; minute < 45; ++minute) {
        console_.fire("Slow" + std::to_string(minute), "mail", "warning");
        draw();
        const std::vector<bool> now = saturated_cells();
        for (std::size_t i = 0; i < now.size(); ++i) {
            minutes_on[i] = now[i] ? minutes_on[i] + 1 : 0;
            longest = std::max(longest, minutes_on[i]);
        }
        console_.room.now = console_.room.now + std::chrono::minutes { 1 };
    }
    EXPECT_GE(shown("NO COMMANDER"), 1);
    EXPECT_EQ(shown(tr(Text::WallFlood)), 1);
    EXPECT_GT(longest, 5) << "a band, a mark and a tag stand there";
    EXPECT_LE(longest, 30);
}

// A figure like 12:46 beside the clock reads as a time of day.
TEST_F(WallViewTest, HowLongAMajorLastsIsSaidInWords)
{
    declare_major();
    console_.room.now = console_.room.now + std::chrono::minutes { 12 };
    draw();
    EXPECT_EQ(shown(tr(Text::WallSince, "12 min")), 1);
}

}
}
