// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/panels.h"

#include "client/app/gallery.h"
#include "client/language/text.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <set>

namespace watchfloor {
namespace {

class PanelsTest : public testing::Test {
protected:
    HeadlessUi ui_;
};

TEST_F(PanelsTest, PastTwiceItsIntervalAPanelIsMarkedStaleAndKeepsItsValues)
{
    const auto draw_with_age = [&](std::int64_t age) {
        ui_.draw([age] {
            begin_panel("p", { .title = "Capacity", .age = { age, 5000, true }, .height = 200 });
            label("78 %");
            end_panel();
        });
    };
    draw_with_age(10'000);
    EXPECT_EQ(mirror().find(Role::Status, "STALE 00:10"), nullptr);
    draw_with_age(11'000);
    EXPECT_NE(mirror().find(Role::Status, "STALE 00:11"), nullptr);
    EXPECT_NE(mirror().find(Role::Text, "78 %"), nullptr);
}

TEST_F(PanelsTest, TheMarkOfStalenessCoversNoTitle)
{
    ui_.draw([] {
        begin_panel("p",
            { .title = "Order database, processor of the second site",
                .age = { 700'000, 5000, true },
                .width = 300,
                .height = 200 });
        end_panel();
    });
    const MirrorItem* title = mirror().find(Role::Heading, "Order database, processor of the second site");
    const MirrorItem* mark = mirror().find(Role::Status, "STALE 11:40");
    ASSERT_NE(title, nullptr);
    ASSERT_NE(mark, nullptr);
    EXPECT_LE(title->rect.x + title->rect.width, mark->rect.x);
    EXPECT_LE(mark->rect.x + mark->rect.width, 320);
}

TEST_F(PanelsTest, BannerIsAnAlertAndItsButtonWorks)
{
    bool retried = false;
    const auto draw = [&] {
        retried = banner("link", { .severity = Severity::Critical, .text = "Link lost", .button = "Retry" }) || retried;
    };
    ui_.draw(draw);
    ASSERT_NE(mirror().find(Role::Banner, "Link lost"), nullptr);
    mirror().activate(mirror().find(Role::Button, "Retry")->id);
    ui_.draw(draw);
    EXPECT_TRUE(retried);
}

TEST_F(PanelsTest, ABannerTooLongForItsLineTakesAnother)
{
    std::string text = "History went back";
    const auto height = [&] {
        ui_.draw([&] {
            ImGui::BeginChild("narrow", { 600, 300 });
            banner("history", { .severity = Severity::Critical, .text = text, .button = "I know" });
            ImGui::EndChild();
        });
        const MirrorItem* shown = mirror().find(Role::Banner, text);
        return shown == nullptr ? 0.0F : shown->rect.height;
    };
    const float one_line = height();
    ASSERT_GT(one_line, 0);
    for (int i = 0; i < 20; ++i) {
        text += " and what you see is from before";
    }
    EXPECT_GT(height(), 1.5F * one_line);
}

TEST_F(PanelsTest, EmptyStateSaysWhatToDoNext)
{
    bool started = false;
    const auto draw = [&] {
        started = empty_state({ .title = "Nothing is open", .next = "Start a drill.", .button = "Start" }) || started;
    };
    ui_.draw(draw);
    EXPECT_NE(mirror().find(Role::Heading, "Nothing is open"), nullptr);
    mirror().activate(mirror().find(Role::Button, "Start")->id);
    ui_.draw(draw);
    EXPECT_TRUE(started);
}

struct ModalCase {
    std::function<void()> act;
    ModalOutcome outcome;
};

TEST_F(PanelsTest, ModalEndsByKeyButtonAndCross)
{
    const std::vector<ModalCase> cases {
        { [] { HeadlessUi::press_key(ImGuiKey_Escape); }, ModalOutcome::Cancelled },
        { [] { HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter); }, ModalOutcome::Committed },
        { [] { mirror().activate(mirror().find(Role::Button, "Declare")->id); }, ModalOutcome::Committed },
        { [] { mirror().activate(mirror().find(Role::Button, "Cancel")->id); }, ModalOutcome::Cancelled },
        { [] { mirror().activate(mirror().find(Role::Button, "Close")->id); }, ModalOutcome::Cancelled },
    };
    for (const auto& example : cases) {
        auto outcome = ModalOutcome::Open;
        const auto draw = [&] {
            if (outcome == ModalOutcome::Open && begin_modal("m", { .title = "Declare", .commit = "Declare" })) {
                outcome = end_modal();
            }
        };
        ui_.draw(draw, 3);
        ASSERT_NE(mirror().find(Role::Dialog, "Declare"), nullptr);
        example.act();
        ui_.draw(draw, 6);
        EXPECT_EQ(outcome, example.outcome);
        EXPECT_EQ(mirror().find(Role::Dialog, "Declare"), nullptr);
    }
}

TEST_F(PanelsTest, EscapeClosesTheOpenListAndTheModalOnlyAfterIt)
{
    const std::vector<std::string> choices { "SEV1", "SEV2" };
    int selected = 0;
    auto outcome = ModalOutcome::Open;
    const auto draw = [&] {
        if (outcome == ModalOutcome::Open && begin_modal("m", { .title = "Declare", .commit = "Declare" })) {
            select("Severity", choices, selected);
            outcome = end_modal();
        }
    };
    ui_.draw(draw, 3);
    mirror().activate(mirror().find(Role::Select, "Severity")->id);
    ui_.draw(draw, 4);
    ASSERT_NE(mirror().find(Role::Option, "SEV2"), nullptr);
    HeadlessUi::press_key(ImGuiKey_Escape);
    ui_.draw(draw, 4);
    EXPECT_EQ(mirror().find(Role::Option, "SEV2"), nullptr);
    EXPECT_EQ(outcome, ModalOutcome::Open);
    HeadlessUi::press_key(ImGuiKey_Escape);
    ui_.draw(draw, 4);
    EXPECT_EQ(outcome, ModalOutcome::Cancelled);
}

TEST_F(PanelsTest, AModalThatCannotCommitDoesNot)
{
    auto outcome = ModalOutcome::Open;
    const auto draw = [&] {
        if (outcome == ModalOutcome::Open
            && begin_modal(
                "m", { .title = "Resolve", .commit = "Resolve", .can_commit = false, .why_not = "no cause" })) {
            outcome = end_modal();
        }
    };
    ui_.draw(draw, 3);
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ui_.draw(draw, 6);
    EXPECT_EQ(outcome, ModalOutcome::Open);
}

TEST_F(PanelsTest, AModalItsViewForgotBlocksNothing)
{
    bool open = true;
    int clicks = 0;
    const auto draw = [&] {
        clicks += button("Behind") ? 1 : 0;
        if (open && begin_modal("m", { .title = "M" })) {
            (void)end_modal();
        }
    };
    ui_.draw(draw, 3);
    open = false;
    ui_.draw(draw, 3);
    HeadlessUi::click(*mirror().find(Role::Button, "Behind"));
    ui_.draw(draw, 5);
    EXPECT_EQ(clicks, 1);
}

TEST_F(PanelsTest, RowsOfATableAreChosenByMouseAndMirror)
{
    const std::array<Column, 2> columns { Column { "State", -10 }, Column { "Service", 1 } };
    int chosen = -1;
    const auto draw = [&] {
        if (begin_table("alerts", columns, { .label = "Alerts", .total_rows = 500 })) {
            for (int i = 0; i < 3; ++i) {
                const auto spoken = "row " + std::to_string(i);
                if (begin_row(i, { .label = spoken, .selected = i == chosen, .severity = Severity::Critical })
                        .activated) {
                    chosen = i;
                }
                badge(Severity::Critical);
                next_cell();
                label("payments", { .decorative = true });
                end_row();
            }
            end_table();
        }
    };
    ui_.draw(draw, 3);
    const auto* row = mirror().find(Role::Row, "row 1");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->set_size, 500);
    EXPECT_EQ(row->position, 2);
    HeadlessUi::hover(*row);
    ui_.draw(draw);
    HeadlessUi::click(*mirror().find(Role::Row, "row 1"));
    ui_.draw(draw, 5);
    EXPECT_EQ(chosen, 1);
    mirror().activate(mirror().find(Role::Row, "row 2")->id);
    ui_.draw(draw, 3);
    EXPECT_EQ(chosen, 2);
    EXPECT_TRUE(mirror().find(Role::Row, "row 2")->selected);
}

TEST_F(PanelsTest, WallsCountWhatDoesNotFit)
{
    EXPECT_EQ(rows_that_fit(100, 10, 10), 10);
    EXPECT_EQ(rows_that_fit(100, 10, 11), 9) << "one line is for +N more";
    EXPECT_EQ(rows_that_fit(5, 10, 3), 0);
}

TEST_F(PanelsTest, EverySeverityHasItsOwnCodeAndShape)
{
    std::set<std::string_view> codes;
    std::set<int> shapes;
    for (const auto severity : kSeverities) {
        EXPECT_TRUE(codes.insert(severity_code(severity)).second);
        EXPECT_GE(severity_code(severity).size(), severity == Severity::Normal ? 2U : 3U);
        ui_.draw([severity] { draw_severity_shape(*ImGui::GetWindowDrawList(), severity, { 400, 300 }, 40); });
        EXPECT_TRUE(shapes.insert(ui_.vertices()).second) << severity_code(severity);
    }
}

TEST_F(PanelsTest, ABlinkEndsAfterTenSeconds)
{
    for (const std::int64_t since : { 10'000LL, 60'000LL, -1LL }) {
        ui_.draw([since] { unacknowledged_badge(Severity::Critical, since); });
        const int shown = ui_.vertices();
        ui_.draw([] { badge(Severity::Critical); });
        EXPECT_EQ(shown, ui_.vertices()) << since;
    }
    ui_.draw([] { unacknowledged_badge(Severity::Critical, 600); });
    const int dark = ui_.vertices();
    ui_.draw([] { unacknowledged_badge(Severity::Critical, 1100); });
    EXPECT_LT(dark, ui_.vertices()) << "the shape blinks, the code stays";
}

// Time stands still there: what is dark would be so until the link is back.
TEST_F(PanelsTest, NothingBlinksWhileTheScreenIsFrozen)
{
    mark_screen_stale(true);
    ui_.draw([] { unacknowledged_badge(Severity::Critical, 600); });
    const int frozen = ui_.vertices();
    mark_screen_stale(false);
    ui_.draw([] { badge(Severity::Critical); });
    EXPECT_EQ(frozen, ui_.vertices());
}

TEST(GalleryTest, DrawsEveryWidgetOnBothSurfacesAndStaysWithinTheMirror)
{
    for (const bool wall : { false, true }) {
        HeadlessUi ui { { 1920, 1080 } };
        const auto gallery = make_gallery(wall);
        for (int i = 0; i < 4; ++i) {
            ui.frame([&] { gallery->frame(); });
        }
        EXPECT_GT(ui.vertices(), 500);
        EXPECT_GT(mirror().items().size(), 5U);
        EXPECT_EQ(mirror().dropped(), 0U);
    }
}

TEST(TextTest, FillsPlaceholdersAndFormatsTimes)
{
    EXPECT_EQ(tr(Text::More, "7"), "+7 more");
    EXPECT_EQ(tr(Text::AgeHours, "2", "05"), "2 h 05 min");
    EXPECT_EQ(format_age(59'000), "59 s");
    EXPECT_EQ(format_age(-5), "0 s");
    EXPECT_EQ(format_age(125'000), "2 min");
    EXPECT_EQ(format_age(2 * 3'600'000 + 300'000), "2 h 05 min");
    EXPECT_EQ(format_age(3 * 86'400'000LL), "3 d 0 h");
    EXPECT_EQ(format_duration(257'000), "04:17");
    EXPECT_EQ(format_duration(3'857'000), "1:04:17");
    EXPECT_EQ(format_duration(-61'000), "-01:01");
    EXPECT_EQ(format_time_of_day(0, 0), "00:00:00");
    EXPECT_EQ(format_time_of_day(-1000, 3600), "00:59:59");
}

}
}
