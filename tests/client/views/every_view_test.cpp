// SPDX-License-Identifier: Apache-2.0
// Every view, on an empty and on a full room, at the sizes of a lead's console and of a small one.
#include "client/app/shell.h"
#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/views/board/board_view.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/incidents/incident_view.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/sources/sources_view.h"
#include "client/views/timeline/timeline_view.h"
#include "client/views/walls/wall_view.h"
#include "client/views/walls/walls_desk.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace watchfloor {
namespace {

struct Screen {
    const char* name;
    std::unique_ptr<View> (*make)();
    const char* path;
};

const Screen kScreens[] {
    { "board", make_board_view, "/" },
    { "incident", make_incident_view, "/incidents/INC-1" },
    { "timeline", make_timeline_view, "/timeline" },
    { "capacity", make_capacity_view, "/capacity" },
    { "maintenance", make_maintenance_view, "/maintenance" },
    { "sources", make_sources_view, "/sources" },
    { "walls", make_walls_desk, "/walls" },
    { "wall", make_wall_view, "/wall" },
};

void fill(ConsoleRoom& console)
{
    Room& room = console.room;
    const AlertId down = console.fire("Down", "shop");
    console.fire("Slow", "mail", "warning");
    const IncidentId id {
        console.room
            .when(LogIncident { .title = "Shop is down", .services = { ServiceId { "shop" } }, .alerts = { down } },
                room.desk)
            .value()
            .created
    };
    console.done(
        LogIncident { .title = "Shop is down", .services = { ServiceId { "shop" } }, .alerts = { down } }, room.desk);
    console.done(
        DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, room.resolver);
    room.pass(minutes { 2 });
    console.done(AddNote { .incident = id, .text = "Payments time out on both nodes" }, room.resolver);
    console.done(AddNote { .incident = id,
                     .kind = NoteKind::Decision,
                     .text = "Fail over to the second site",
                     .occurred_at = room.now - minutes { 10 } },
        room.colleague);
    console.done(SetTask { .incident = id, .title = "Page the database team" }, room.resolver);
    console.done(AddReference { id, { "service desk", "4711", "https://desk.example/4711" } }, room.resolver);
    console.done(PublishUpdate { .incident = id, .text = "We are failing over" }, room.resolver);
    console.done(RecordChange { { .kind = ChangeKind::Deployment,
                     .summary = "shop 4.0",
                     .service = ServiceId { "shop" },
                     .at = room.now - minutes { 30 } } },
        room.resolver);
    CapacityResource cpu { .id = ResourceId { "host-cpu" }, .name = "Processor", .unit = "percent" };
    cpu.cadence_seconds = 10;
    console.done(DefineCapacity { cpu }, kSystem);
    console.done(
        SetAsset { { .id = AssetId { "switch-1" }, .name = "Core switch", .services = { ServiceId { "shop" } } } },
        room.planner);
    console.done(PlanWindow { .title = "Switch firmware",
                     .assets = { AssetId { "switch-1" } },
                     .services = { ServiceId { "shop" } },
                     .from = room.now + hours { 1 },
                     .to = room.now + hours { 2 } },
        room.planner);
}

// A screen as the program draws it, inside the shell, with its answers.
class OpenedScreen {
    ConsoleRoom& console_;
    const bool wall_;
    HeadlessUi ui_;
    Outbox outbox_;

public:
    std::unique_ptr<View> view {};
    Shell shell {};

    OpenedScreen(ImVec2 size, ConsoleRoom& console, const Screen& screen)
        : console_(console), wall_(std::string_view(screen.name) == "wall"), ui_(size), outbox_(console.transport)
    {
        show(screen.make(), { screen.path, {} });
    }

    void show(std::unique_ptr<View> shown, Location at)
    {
        view = std::move(shown);
        console_.location = std::move(at);
        view->arrive(console_.location);
        draw();
    }

    void draw(int frames = 6)
    {
        for (int i = 0; i < frames; ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                const ViewInput input = console_.input();
                if (wall_) {
                    static_cast<void>(view->draw(input));
                    return;
                }
                shell.begin(input, outbox_);
                static_cast<void>(view->draw(input));
                static_cast<void>(shell.end());
            });
        }
    }

    int vertices() const { return ui_.vertices(); }
};

bool shows_banner(std::string_view text)
{
    return std::any_of(mirror().items().begin(), mirror().items().end(),
        [&](const MirrorItem& item) { return item.role == Role::Banner && item.label.starts_with(text); });
}

const MirrorItem* open_dialog()
{
    const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
        [](const MirrorItem& item) { return item.role == Role::Dialog; });
    return at == mirror().items().end() ? nullptr : &*at;
}

// What of the dialog can be pressed or written in, as far as it is in sight; not what is said above it.
std::vector<MirrorItem> controls_of(const MirrorItem& dialog)
{
    std::set<MirrorId> inside { dialog.id };
    std::vector<MirrorItem> controls;
    for (const MirrorItem& item : mirror().items()) {
        if (!inside.contains(item.parent)) {
            continue;
        }
        inside.insert(item.id);
        const bool worked = item.role >= Role::Button && item.role <= Role::Link;
        if (worked && item.rect.width > 0 && item.rect.whole && item.rect.y >= dialog.rect.y) {
            controls.push_back(item);
        }
    }
    return controls;
}

// Opens whatever the keys and the buttons of a screen open, and holds each dialog against what every target owes.
class EveryDialog {
    OpenedScreen& opened_;
    std::set<std::string>& walked_;

public:
    EveryDialog(OpenedScreen& opened, std::set<std::string>& walked) : opened_(opened), walked_(walked) { }

    void walk()
    {
        for (const Action action : actions_meant()) {
            press(action);
            opened_.draw(3);
            look();
        }
        std::vector<MirrorId> buttons;
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Button && !item.disabled) {
                buttons.push_back(item.id);
            }
        }
        for (const MirrorId button : buttons) {
            mirror().activate(button);
            opened_.draw(3);
            look();
        }
    }

private:
    void look()
    {
        if (const MirrorItem* dialog = open_dialog(); dialog != nullptr && walked_.insert(dialog->label).second) {
            SCOPED_TRACE("dialog " + dialog->label);
            opened_.draw(3); // it finds its size in its first frames
            hold_to_account(*open_dialog());
        }
        // Out of whatever has the keyboard, then out of the dialog.
        for (int i = 0; i < 4 && (i == 0 || open_dialog() != nullptr); ++i) {
            HeadlessUi::press_key(ImGuiKey_Escape);
            opened_.draw(4);
        }
        EXPECT_EQ(open_dialog(), nullptr) << "Escape closes it: " << open_dialog()->label;
    }

    void hold_to_account(const MirrorItem& dialog)
    {
        const std::vector<MirrorItem> controls = controls_of(dialog);
        EXPECT_GE(controls.size(), 2U);
        std::set<MirrorId> unreached;
        for (const MirrorItem& item : controls) {
            EXPECT_GT(item.rect.width, 23.9F) << item.label;
            EXPECT_GT(item.rect.height, 23.9F) << item.label;
            const bool pressed = item.role == Role::Button || item.role == Role::Switch;
            EXPECT_FALSE(item.role == Role::Button && item.disabled && item.value.empty()) << item.label;
            // Rows are chosen by arrows, the cross by Escape.
            if (item.role != Role::Row && item.label != tr(Text::Close) && (pressed || !item.disabled)) {
                unreached.insert(item.id);
            }
        }
        for (std::size_t tabs = 0; tabs < 2 * controls.size() + 20 && !unreached.empty(); ++tabs) {
            HeadlessUi::press_key(ImGuiKey_Tab);
            opened_.draw(4);
            unreached.erase(mirror().focus());
        }
        for (const MirrorItem& item : controls) {
            EXPECT_FALSE(unreached.contains(item.id)) << "Tab does not lead to " << item.label;
        }
    }
};

class EveryViewTest : public testing::TestWithParam<ImVec2> {
protected:
    void draw_all(ConsoleRoom& console)
    {
        for (const Screen& screen : kScreens) {
            SCOPED_TRACE(screen.name);
            const OpenedScreen opened(GetParam(), console, screen);
            EXPECT_GT(opened.vertices(), 200);
            EXPECT_GT(mirror().items().size(), 2U);
            expect_inside(GetParam());
            if (const MirrorItem* composer = mirror().find(Role::TextArea, "Entry")) {
                // Whatever banners stand above: a note can be written.
                EXPECT_GT(composer->rect.height, 30);
                EXPECT_LE(composer->rect.y + composer->rect.height, GetParam().y);
            }
        }
    }

    static std::ptrdiff_t stale_marks(const MirrorRect& in)
    {
        return std::count_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            const float x = item.rect.x + item.rect.width / 2;
            const float y = item.rect.y + item.rect.height / 2;
            return item.label.starts_with("STALE ") && x > in.x && x < in.x + in.width && y > in.y
                && y < in.y + in.height;
        });
    }

    // Whatever is said to be on screen is on screen.
    static void expect_inside(ImVec2 size)
    {
        for (const MirrorItem& item : mirror().items()) {
            if (item.rect.width <= 0 || item.rect.height <= 0) {
                continue;
            }
            EXPECT_LE(item.rect.x + item.rect.width, size.x + 1) << item.label;
            EXPECT_GE(item.rect.x, -1) << item.label;
        }
    }
};

TEST_P(EveryViewTest, DrawsAnEmptyRoom)
{
    ConsoleRoom console;
    console.open(console.room.manager);
    draw_all(console);
}

TEST_P(EveryViewTest, DrawsAFullRoom)
{
    ConsoleRoom console;
    fill(console);
    console.open(console.room.resolver);
    draw_all(console);
}

// In a room of ordinary names everything can be read as it stands. (A wall has a test of its own, with its type.)
TEST_P(EveryViewTest, CutsNoTextOfAnOrdinaryRoom)
{
    ConsoleRoom console;
    fill(console);
    console.open(console.room.resolver);
    for (const Screen& screen : kScreens) {
        if (std::string_view(screen.name) == "wall") {
            continue;
        }
        SCOPED_TRACE(screen.name);
        OpenedScreen opened(GetParam(), console, screen);
        EXPECT_EQ(mirror().cut_texts(), std::vector<std::string> {});
    }
}

// Whatever can be pressed can be hit: 24 pixels either way, whole or scrolled half out of sight.
TEST_P(EveryViewTest, EveryTargetIsLargeEnoughForAFinger)
{
    ConsoleRoom console;
    fill(console);
    console.open(console.room.resolver);
    for (const Screen& screen : kScreens) {
        if (std::string_view(screen.name) == "wall") {
            continue; // it is read, not worked
        }
        SCOPED_TRACE(screen.name);
        OpenedScreen opened(GetParam(), console, screen);
        int targets = 0;
        for (const MirrorItem& item : mirror().items()) {
            const bool pressed = item.role >= Role::Button && item.role <= Role::Link;
            if (!pressed || item.rect.width <= 0 || !item.rect.whole) {
                continue;
            }
            ++targets;
            EXPECT_GT(item.rect.width, 23.9F) << item.label;
            EXPECT_GT(item.rect.height, 23.9F) << item.label;
        }
        EXPECT_GE(targets, 8);
    }
}

TEST(EveryDialogTest, HasTargetsForAFingerAndNothingThatTabDoesNotReach)
{
    ConsoleRoom console;
    fill(console);
    console.open(console.room.resolver);
    std::set<std::string> walked;
    for (const Screen& screen : kScreens) {
        if (std::string_view(screen.name) == "wall") {
            continue;
        }
        SCOPED_TRACE(screen.name);
        OpenedScreen opened({ 1280, 800 }, console, screen);
        EveryDialog(opened, walked).walk();
        // Of a list what is chosen has a dialog too.
        HeadlessUi::press_key(ImGuiKey_DownArrow);
        opened.draw();
        HeadlessUi::press_key(ImGuiKey_Enter);
        opened.draw();
        EveryDialog(opened, walked).walk();
    }
    EXPECT_GE(walked.size(), 20U);
}

// Whoever comes by the address of what somebody sees, sees the same.
TEST_P(EveryViewTest, WhatIsChosenIsInItsAddressAndComesBackByIt)
{
    ConsoleRoom console;
    fill(console);
    console.fire("Late", "mail");
    console.open(console.room.resolver);
    for (const Screen& screen : kScreens) {
        const std::string_view name = screen.name;
        if (name == "wall") {
            continue;
        }
        SCOPED_TRACE(name);
        OpenedScreen opened(GetParam(), console, screen);
        if (name == "board") {
            HeadlessUi::press_key(ImGuiKey_DownArrow);
        } else if (const auto* choice = name == "capacity" ? mirror().find(Role::Tab, tr(Text::ReachWeek))
                : name == "maintenance"                    ? mirror().find(Role::Button, tr(Text::ScheduleMonth))
                                                           : nullptr) {
            mirror().activate(choice->id);
        }
        opened.draw();
        const Location there = opened.view->address(console.location);
        const char* const chosen = name == "board" ? "alert"
            : name == "capacity"                   ? "span"
            : name == "maintenance"                ? "zoom"
            : name == "timeline"                   ? "span"
                                                   : nullptr;
        if (chosen != nullptr) {
            ASSERT_TRUE(there.value(chosen)) << format_location(there);
            EXPECT_NE(there.value(chosen), name == "capacity" ? "1h" : "week");
        }
        opened.show(screen.make(), parse_location(format_location(there)));
        EXPECT_EQ(format_location(opened.view->address(console.location)), format_location(there));
        if (name == "board") {
            EXPECT_TRUE(std::any_of(mirror().items().begin(), mirror().items().end(),
                [](const MirrorItem& item) { return item.role == Role::Row && item.selected; }));
        }
    }
}

TEST_P(EveryViewTest, DrawsAFrozenRoomAndMarksIt)
{
    ConsoleRoom console;
    fill(console);
    console.open(console.room.resolver);
    console.transport.state = LiveState::Lost;
    draw_all(console);
    const OpenedScreen opened(GetParam(), console, kScreens[0]);
    const bool marked = std::any_of(mirror().items().begin(), mirror().items().end(),
        [](const MirrorItem& item) { return item.role == Role::Status && item.label.starts_with("frozen at "); });
    EXPECT_TRUE(marked);
    EXPECT_TRUE(shows_banner("FROZEN at "));
}

// Old values stay, and none of them unmarked.
TEST_P(EveryViewTest, EveryPanelSaysHowLongItHasBeenStale)
{
    for (const Screen& screen : kScreens) {
        if (std::string_view(screen.name) == "wall") {
            continue;
        }
        SCOPED_TRACE(screen.name);
        ConsoleRoom console;
        fill(console);
        console.open(console.room.resolver);
        OpenedScreen opened(GetParam(), console, screen);
        EXPECT_EQ(stale_marks({ 0, 0, GetParam().x, GetParam().y }), 0);
        console.transport.state = LiveState::Lost;
        console.room.pass(minutes { 5 });
        opened.draw();
        for (const MirrorItem& title : mirror().items()) {
            const MirrorItem* panel
                = title.role == Role::Heading && title.level == 2 ? mirror().find(title.parent) : nullptr;
            // Processor is a resource: its samples have an age of their own.
            if (panel != nullptr && panel->label == title.label && title.label != "Processor") {
                EXPECT_EQ(stale_marks(panel->rect), 1) << panel->label;
            }
        }
        EXPECT_GE(stale_marks({ 0, 0, GetParam().x, 60 }), 1) << "the header says it of the whole screen";
    }
}

TEST_P(EveryViewTest, SaysOnEveryScreenThatTheServerIsInTrouble)
{
    ConsoleRoom console;
    fill(console);
    console.open(console.room.resolver);
    console.transport.live("health",
        R"({"clock_leap_seconds":3600,"damage":"Journal main, entry 17: it is missing","reason":"The disk is full.","writable":false})");
    draw_all(console);
    for (const Screen& screen : kScreens) {
        SCOPED_TRACE(screen.name);
        const bool wall = std::string_view(screen.name) == "wall";
        OpenedScreen opened(GetParam(), console, screen);
        EXPECT_TRUE(shows_banner(wall ? tr(Text::WallDamaged) : tr(Text::BannerDamaged, "Journal main, entry 17:")));
        EXPECT_TRUE(shows_banner(wall ? tr(Text::WallClockSet) : tr(Text::BannerClockAhead, "1:00:00")));
        EXPECT_TRUE(shows_banner(wall ? tr(Text::WallNotWritable) : tr(Text::BannerNotWritable, "The disk is full.")));
    }
}

TEST_P(EveryViewTest, SaysOnEveryScreenThatHistoryWentBack)
{
    ConsoleRoom console;
    fill(console);
    console.open(console.room.resolver);
    console.transport.live("clock", R"({"head":7,"journal":"another","time":"2026-03-02T09:00:00Z","utc_millis":1})");
    draw_all(console);
    for (const Screen& screen : kScreens) {
        SCOPED_TRACE(screen.name);
        const bool wall = std::string_view(screen.name) == "wall";
        OpenedScreen opened(GetParam(), console, screen);
        EXPECT_TRUE(shows_banner("HISTORY WENT BACK at "));
        if (!wall) {
            EXPECT_NE(mirror().find(Role::Button, tr(Text::BannerSaveHeld)), nullptr);
            const MirrorItem* accept = mirror().find(Role::Button, tr(Text::BannerAcceptHistory));
            ASSERT_NE(accept, nullptr);
            mirror().activate(accept->id);
            opened.draw();
            EXPECT_FALSE(opened.shell.take_accept_history()) << "it is asked once more";
            const std::string held = std::to_string(console.replica.history_back()->held);
            accept = mirror().find(Role::Button, tr(Text::BannerAcceptHistoryAsk, held));
            ASSERT_NE(accept, nullptr);
            mirror().activate(accept->id);
            opened.draw();
            EXPECT_TRUE(opened.shell.take_accept_history());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, EveryViewTest, testing::Values(ImVec2 { 1280, 800 }, ImVec2 { 1920, 1080 }));

}
}
