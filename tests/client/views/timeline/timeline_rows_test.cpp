// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/timeline_rows.h"

#include "client/views/timeline/timeline_view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

std::uint64_t seq_of(const ViewInput& input, FoldLane lane)
{
    const auto& spans = input.replica.timeline().lane(static_cast<std::uint16_t>(lane), TimeOrder::Occurred);
    return spans.empty() ? 0 : spans.at(spans.begin()).seq();
}

TEST(ItemTargetTest, LeadsToTheIncidentOrToTheAlertOnTheBoard)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    const AlertId alert = console.fire("ShopDown", "shop");
    const std::uint64_t fired = seq_of(console.input(), FoldLane::Alerts);
    auto target = item_target(console.input(), fired);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/");
    EXPECT_EQ(target->value("filter"), "ShopDown");

    console.done(LogIncident { .title = "Shop is down", .services = { ServiceId { "shop" } }, .alerts = { alert } },
        console.room.resolver);
    IncidentId id;
    console.room.state.incidents.for_each([&](const IncidentId& logged, const Incident&) { id = logged; });
    console.done(AddNote { .incident = id, .text = "Payments time out" }, console.room.resolver);
    target = item_target(console.input(), fired);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/incidents/" + id.text) << "of a linked alert";
    const std::uint64_t note = seq_of(console.input(), FoldLane::Entries);
    target = item_target(console.input(), note);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/incidents/" + id.text);
    EXPECT_EQ(room_note(console.input(), note), "resolver, " + id.text + " Shop is down");
    EXPECT_FALSE(item_target(console.input(), 999'999)) << "not known yet";
}

TEST(SavedWordsTest, AlertsOfOneNameSayWhatTheyConcern)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    AlertReport report;
    report.labels = { { "alertname", "DiskFull" }, { "service", "shop" }, { "instance", "shop-09:9100" } };
    report.started_at = console.room.now;
    console.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    const SavedWords words = room_saved_words(console.input(), seq_of(console.input(), FoldLane::Alerts));
    EXPECT_EQ(words.text, "shop: DiskFull, shop-09:9100");
}

TEST(SavedWordsTest, AServiceThatWasDefinedSinceIsNamedAsOnTheBoard)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    AlertReport report;
    report.labels = { { "alertname", "JobLate" }, { "job", "billing" } };
    report.started_at = console.room.now;
    console.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
    console.done(SetService { { .id = ServiceId { "billing" }, .name = "Billing", .match = { { "job", "billing" } } } },
        kSystem);
    std::vector<AlertId> firing;
    console.room.state.alerts.for_each([&](const AlertId& id, const Alert&) { firing.push_back(id); });
    console.done(ReviewMutes { firing }, kSystem);
    const SavedWords words = room_saved_words(console.input(), seq_of(console.input(), FoldLane::Alerts));
    EXPECT_TRUE(words.text.starts_with("Billing: JobLate")) << words.text;
}

TEST(ItemTargetTest, EnterOnTheSelectedItemOpensIt)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    console.fire("ShopDown", "shop");
    auto view = make_timeline_view();
    HeadlessUi ui { { 1280, 800 } };
    Intents intents;
    const auto draw = [&](int frames) {
        ui.draw(
            [&] {
                for (Intent& intent : view->draw(console.input())) {
                    intents.push_back(std::move(intent));
                }
            },
            frames);
    };
    draw(3);
    const auto row = [&]() -> const MirrorItem* {
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Row && item.label.find("ShopDown") != std::string::npos) {
                return &item;
            }
        }
        return nullptr;
    };
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Button && item.label.rfind("Timeline, ", 0) == 0) {
            mirror().request_focus(item.id);
        }
    }
    draw(3);
    HeadlessUi::press_key(ImGuiKey_DownArrow);
    draw(3);
    ASSERT_NE(row(), nullptr);
    mirror().activate(row()->id);
    draw(3);
    bool led = false;
    for (const Intent& intent : intents) {
        const auto* go = std::get_if<GoTo>(&intent);
        led = led || (go != nullptr && !go->replace && go->location.value("filter") == "ShopDown");
    }
    EXPECT_TRUE(led);
}

TEST(WithTimelineTest, TheAddressHoldsNothingOfTheTimelineBefore)
{
    const Location before { "/timeline", { { "journal", "drill-1" }, { "t0", "5" }, { "t1", "9" }, { "sel", "4" } } };
    const Location after = with_timeline(before, { { "span", "1000" } });
    EXPECT_EQ(format_location(after), "/timeline?journal=drill-1&span=1000");
}

// A stretch left by following stood in the address beside the one that is followed, and was what a reload showed.
TEST(ExactLocationTest, OfTheRoomsTimelineIsTheStretchShownNow)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    console.fire("ShopDown", "shop");
    HeadlessUi ui { { 1280, 800 } };
    const auto draw = [&](View& view) {
        ui.draw(
            [&] {
                for (Intent& intent : view.draw(console.input())) {
                    if (const auto* go = std::get_if<GoTo>(&intent)) {
                        console.location = go->location;
                    }
                }
            },
            4);
    };
    console.location = { "/timeline", { { "t0", "1772438400000" }, { "t1", "1772440200000" } } };
    const auto view = make_timeline_view();
    view->arrive(console.location);
    draw(*view);
    EXPECT_EQ(view->exact_location(console.location), console.location);
    HeadlessUi::press_key(ImGuiKey_J);
    draw(*view);
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw(*view);
    EXPECT_TRUE(console.location.value("span"));
    EXPECT_FALSE(console.location.value("t0"));

    const Location link = view->exact_location(console.location);
    EXPECT_FALSE(link.value("span"));
    const auto other = make_timeline_view();
    other->arrive(parse_location(format_location(link)));
    draw(*other);
    EXPECT_EQ(other->exact_location(link), link);
}

// Who asks for the state again may have been shown words that may not be seen any more, or that are erased.
TEST(TimelineRowsTest, WordsGoWithTheStateTheyCameWith)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    console.fire("ShopDown", "shop");
    HeadlessUi ui { { 1280, 800 } };
    const auto view = make_timeline_view();
    const auto draw = [&] {
        ui.draw(
            [&] {
                console.transport.poll();
                console.replica.update();
                static_cast<void>(view->draw(console.input()));
            },
            5);
    };
    const auto shows = [](std::string_view words) {
        return std::any_of(mirror().items().begin(), mirror().items().end(), [words](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find(words) != std::string::npos;
        });
    };
    draw();
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Button && item.label.rfind("Timeline, ", 0) == 0) {
            mirror().request_focus(item.id);
        }
    }
    draw();
    HeadlessUi::press_key(ImGuiKey_DownArrow);
    draw();
    ASSERT_TRUE(shows("shop: ShopDown"));
    console.done(SetService { { .id = ServiceId { "shop" }, .name = "Web shop" } }, console.room.administrator);
    console.open(console.room.resolver);
    draw();
    EXPECT_TRUE(shows("Web shop: ShopDown"));
}

TEST(TimelineRowsTest, OnlyApprovedWindowsAreShaded)
{
    ConsoleRoom console;
    console.open(console.room.resolver);
    State state;
    for (const auto shown : { WindowState::Planned, WindowState::Approved, WindowState::Cancelled }) {
        MaintenanceWindow window;
        window.id = WindowId { std::string { to_string(shown) } };
        window.state = shown;
        window.from = kMorning + hours { static_cast<int>(shown) };
        window.to = window.from + hours { 1 };
        state.windows.set(window.id, window);
    }
    const ViewInput base = console.input();
    const ViewInput input { base.replica, state, base.now, base.zone, console.location, false, true };
    const TimelineModel model = room_timeline(input);
    ASSERT_EQ(model.windows.size(), 1U);
    EXPECT_EQ(model.windows[0].begin, kMorning + hours { static_cast<int>(WindowState::Approved) });
    ASSERT_EQ(model.planned.size(), 1U) << "outlined where windows stand";
    EXPECT_EQ(model.planned[0].begin, kMorning + hours { static_cast<int>(WindowState::Planned) });
}

}
}
