// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/table.h"

#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace watchfloor {
namespace {

class TableTest : public testing::Test {
protected:
    // Rows of one cell, with this severity, numbered as given.
    void draw_rows(int count, std::optional<Severity> severity = {}, int first_position = 0, int frames = 2)
    {
        const std::array<Column, 1> columns { Column { "Service", 1 } };
        ui_.draw(
            [&] {
                if (begin_table("rows", columns, { .label = "Rows", .total_rows = 500 })) {
                    for (int i = 0; i < count; ++i) {
                        const auto spoken = "row " + std::to_string(i);
                        const RowResult result = begin_row(i,
                            { .label = spoken,
                                .severity = severity,
                                .position = first_position > 0 ? first_position + i : 0 });
                        menus_ += result.context_menu ? "menu " + std::to_string(i) : "";
                        activated_ += result.activated ? "open " + std::to_string(i) : "";
                        end_row();
                    }
                    end_table();
                }
            },
            frames);
    }

    const MirrorItem& row(std::string_view label)
    {
        const auto* found = mirror().find(Role::Row, label);
        EXPECT_NE(found, nullptr) << label;
        static const MirrorItem nothing;
        return found == nullptr ? nothing : *found;
    }

    HeadlessUi ui_;
    std::string menus_ {};
    std::string activated_ {};
};

TEST_F(TableTest, ARowSaysWhereItStandsAmongAll)
{
    draw_rows(3);
    EXPECT_EQ(row("row 2").position, 3);
    EXPECT_EQ(row("row 2").set_size, 500);
    draw_rows(3, {}, 41);
    EXPECT_EQ(row("row 2").position, 43) << "of a part that was scrolled to";
}

TEST_F(TableTest, ARowOpensByTheMirrorToo)
{
    draw_rows(2);
    mirror().activate(row("row 1").id);
    draw_rows(2, {}, 0, 3);
    EXPECT_EQ(activated_, "open 1");
}

TEST_F(TableTest, CtrlEnterCommitsAndPressesNoRow)
{
    draw_rows(2);
    HeadlessUi::press_key(ImGuiKey_DownArrow);
    draw_rows(2, {}, 0, 4);
    HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    draw_rows(2, {}, 0, 4);
    EXPECT_EQ(activated_, "");
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw_rows(2, {}, 0, 4);
    EXPECT_NE(activated_, "");
}

TEST_F(TableTest, OnlyTheRightButtonAsksForTheMenuOfTheRowUnderIt)
{
    draw_rows(3);
    HeadlessUi::hover(row("row 1"));
    draw_rows(3);
    HeadlessUi::click(row("row 1"));
    draw_rows(3, {}, 0, 4);
    EXPECT_EQ(menus_, "");
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Right, true);
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Right, false);
    draw_rows(3, {}, 0, 4);
    EXPECT_EQ(menus_, "menu 1");
}

TEST_F(TableTest, TheGraverARowTheMoreItIsMarked)
{
    const auto drawn = [&](Severity severity) {
        draw_rows(1, severity);
        return ui_.vertices();
    };
    const int minor = drawn(Severity::Minor);
    const int major = drawn(Severity::Major);
    EXPECT_GT(major, minor);
    EXPECT_GT(drawn(Severity::Critical), major);
}

TEST_F(TableTest, AListRowIsReadWithAllItSays)
{
    const ListRow whole { .title = "Down", .detail = "shop", .right = "5 min", .severity = Severity::Critical };
    const ListRow bare { .title = "Quiet" };
    ui_.draw([&] {
        list_row(1, whole);
        list_row(2, bare);
    });
    EXPECT_NE(mirror().find(Role::Row, "Critical, Down, shop, 5 min"), nullptr);
    ASSERT_NE(mirror().find(Role::Row, "Quiet"), nullptr);
    EXPECT_LT(mirror().find(Role::Row, "Quiet")->rect.height, list_row_height(true));
    EXPECT_LT(list_row_height(false), list_row_height(true));
}

TEST_F(TableTest, TheLastRowIsInSightInTheFrameThatAsksForIt)
{
    const std::array<Column, 1> columns { Column { "Service", 1 } };
    const auto draw = [&](bool last) {
        if (begin_table("long", columns, { .total_rows = 60, .height = 200, .show_last = last })) {
            for (int i = 0; i < 60; ++i) {
                const auto spoken = "row " + std::to_string(i);
                begin_row(i, { .label = spoken });
                end_row();
            }
            end_table();
        }
    };
    ui_.draw([&] { draw(false); });
    EXPECT_GT(row("row 0").rect.height, 0);
    ui_.draw([&] { draw(true); }, 1);
    EXPECT_GT(row("row 59").rect.height, 0);
}

// Each scrolls in a window of its own, as on the screens of sources and walls.
class TwoTablesTest : public TableTest {
protected:
    void draw_both(int frames = 3)
    {
        ui_.draw(
            [&] {
                draw_one("upper", upper_);
                draw_one("middle", middle_);
                draw_one("lower", 2);
            },
            frames);
    }

    static void draw_one(const std::string& name, int rows)
    {
        const std::array<Column, 1> columns { Column { "Service", 1 } };
        if (begin_table(name, columns, { .label = name, .total_rows = rows, .height = 120 })) {
            for (int i = 0; i < rows; ++i) {
                const auto spoken = name + " " + std::to_string(i);
                begin_row(i, { .label = spoken });
                end_row();
            }
            end_table();
        }
    }

    void press_key(ImGuiKey key)
    {
        HeadlessUi::press_key(key);
        draw_both(4);
    }

    static std::string where()
    {
        const auto& items = mirror().items();
        const auto at = std::find_if(
            items.begin(), items.end(), [](const MirrorItem& item) { return item.id == mirror().focus(); });
        return at == items.end() ? "" : at->label;
    }

    int upper_ = 2;
    int middle_ = 0;
};

TEST_F(TwoTablesTest, TheArrowsLeadFromOneToTheNextAndBack)
{
    draw_both();
    mirror().request_focus(row("upper 0").id);
    draw_both();
    std::string way;
    for (const ImGuiKey key : { ImGuiKey_DownArrow, ImGuiKey_DownArrow, ImGuiKey_DownArrow, ImGuiKey_DownArrow,
             ImGuiKey_UpArrow, ImGuiKey_UpArrow, ImGuiKey_UpArrow, ImGuiKey_UpArrow }) {
        press_key(key);
        way += where() + ", ";
    }
    EXPECT_EQ(way, "upper 1, lower 0, lower 1, lower 1, lower 0, upper 1, upper 0, upper 0, ")
        << "an empty one between them is passed";
}

TEST_F(TwoTablesTest, WithinATableTheyStepFromRowToRow)
{
    upper_ = 30;
    middle_ = 1;
    draw_both();
    mirror().request_focus(row("upper 28").id);
    draw_both();
    std::string way;
    for (int i = 0; i < 3; ++i) {
        press_key(ImGuiKey_DownArrow);
        way += where() + ", ";
    }
    EXPECT_EQ(way, "upper 29, middle 0, lower 0, ");
    press_key(ImGuiKey_UpArrow);
    press_key(ImGuiKey_UpArrow);
    EXPECT_EQ(where(), "upper 29");
    EXPECT_GT(row("upper 29").rect.height, 0) << "it is scrolled to";
}

TEST_F(TableTest, RowsThatDoNotFitAreCountedInTheLastLine)
{
    EXPECT_EQ(rows_that_fit(30, 10, 3), 3);
    EXPECT_EQ(rows_that_fit(30, 10, 4), 2);
    EXPECT_EQ(rows_that_fit(29, 10, 3), 1);
    EXPECT_EQ(rows_that_fit(5, 10, 1), 0) << "never less than none";
}

// A figure beside a name takes no more than the name leaves it, and stands below it where both are to be read.
TEST_F(TableTest, ALongFigureNeverCoversItsTitle)
{
    const std::string title = "Night shift lead";
    const std::string figure = "service desk, resolver, incident manager, capacity manager, maintenance planner";
    ListRow row { .title = title, .right = figure };
    const auto draw_in = [&](float width) {
        ui_.draw([&] {
            begin_area("narrow", { width, 0 });
            list_row(0, row);
            end_area();
        });
    };
    draw_in(400);
    ASSERT_EQ(mirror().cut_texts(), std::vector<std::string> { figure }) << "the title is read, the figure is cut";
    const float one = mirror().find(Role::Row, title + ", " + figure)->rect.height;
    EXPECT_EQ(one, list_row_height(false));
    row.wraps = true;
    draw_in(400);
    EXPECT_TRUE(mirror().cut_texts().empty());
    const float wrapped = mirror().find(Role::Row, title + ", " + figure)->rect.height;
    EXPECT_EQ(wrapped, list_row_height(row, 400));
    EXPECT_GT(wrapped, one + type_scale().size(Type::Caption)) << "two lines of the figure below the title";
    draw_in(1200);
    EXPECT_EQ(mirror().find(Role::Row, title + ", " + figure)->rect.height, one) << "side by side where there is room";
}

}
}
