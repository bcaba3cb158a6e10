// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/theme.h"
#include "client/widgets/controls/badges.h"

#include <optional>
#include <span>
#include <string_view>

namespace watchfloor {

struct Column {
    std::string_view title;
    // Above 0: a share of the width that is left. Below 0: fixed, in characters.
    float width = 1;
    bool align_right = false;
    // What the column's figures mean, shown over its title and read with it.
    std::string_view meaning {};
};

struct TableOptions {
    std::string_view label {};
    bool show_header = true;
    // Rows that exist in all, for screen readers; 0: what is drawn.
    int total_rows = 0;
    // 0: as tall as its rows; else a scrolling area of this height.
    float height = 0;
    // Scrolls to the last of total_rows, in this frame already.
    bool show_last = false;
};

float table_header_height();

// A table of selectable rows. Between begin_row and end_row draw one thing per cell, each after
// next_cell. end_table only if begin_table returned true.
bool begin_table(std::string_view id, std::span<const Column> columns, const TableOptions& options);
// Between begin_table and end_table of one that scrolls below its header: whether at least half of its row of this
// number, from 0, is in sight.
bool row_in_sight(int row);
void end_table();
// A table of `rows` that takes what is left of its panel and scrolls there.
bool begin_filling_table(
    std::string_view id, std::span<const Column> columns, std::string_view label, std::size_t rows);

struct RowOptions {
    // The whole row in words: "Critical, payments-api, firing for 12 minutes".
    std::string_view label {};
    bool selected = false;
    // Where the keys are, beside rows that are selected: an outline.
    bool current = false;
    // Whether what belongs to it stands below, or is folded away.
    std::optional<bool> expanded {};
    // Critical: a band over the row; Major: a bar at its left.
    std::optional<Severity> severity {};
    int position = 0;
};

struct RowResult {
    bool activated = false;
    bool context_menu = false;
    bool hovered = false;
};

RowResult begin_row(int id, const RowOptions& options);
void next_cell();
void end_row();
// A box that says whether the row is selected, before what its cell holds. Returns whether it was clicked, which the row
// tells.
bool row_box(bool selected);

// One selectable line with a title, a second line and something on the right, for narrow lists.
struct ListRow {
    std::string_view title {};
    std::string_view detail {};
    std::string_view right {};
    std::optional<Severity> severity {};
    bool selected = false;
    int position = 0;
    int set_size = 0;
    bool enabled = true; // else greyed, and not to be activated
    // As many lines as it takes to read all of it, and what does not fit beside the title stands below it; else nothing
    // takes a second line, and what is too long is cut.
    bool wraps = false;
};
RowResult list_row(int id, const ListRow& row);
float list_row_height(bool with_detail);
// What a row takes in this width.
float list_row_height(const ListRow& row, float width);

// How many rows of this height fit, keeping room for "+N more" (walls never scroll).
int rows_that_fit(float available, float row_height, int total);
float row_height();

}
