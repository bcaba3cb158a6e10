// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/table.h"

#include "client/frame/frame_schedule.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/result.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace watchfloor {
namespace {

struct OpenTable {
    int total_rows = 0;
    int next_row = 0;
    float row_height = 0;
    bool scrolls = false;
    ImGuiID last_row = 0; // of those drawn so far
    bool last_has_keys = false;
};

// A table that scrolls has a window of its own, out of which ImGui leads no arrow key: beyond its last row the next
// table of the same screen begins, and above its first the one before ends.
struct TableNeighbours {
    int frame = -1;
    ImGuiWindow* screen = nullptr;
    ImGuiID row_before = 0;  // the last row of the table before
    bool leads_down = false; // out of that table: the next row takes the keyboard
    ImGuiID wanted = 0;      // takes it when it is drawn, in this frame or the next
    int wanted_since = 0;
};

TableNeighbours& table_neighbours()
{
    static TableNeighbours found;
    return found;
}

// Tables follow each other within one frame of one screen; a dialog's are not those behind it.
void meet_neighbours()
{
    TableNeighbours& found = table_neighbours();
    ImGuiWindow* screen = ImGui::GetCurrentWindow()->RootWindow;
    if (found.frame != ImGui::GetFrameCount() || found.screen != screen) {
        found.row_before = 0;
        found.leads_down = false;
    }
    found.frame = ImGui::GetFrameCount();
    found.screen = screen;
    if (found.frame - found.wanted_since > 1) {
        found.wanted = 0;
    }
}

// Whether the keyboard comes to this row out of a neighbour; and where it goes from here.
bool takes_keyboard(OpenTable& table, ImGuiID row)
{
    TableNeighbours& found = table_neighbours();
    const auto& context = *ImGui::GetCurrentContext();
    const bool first = table.last_row == 0;
    const bool takes = (found.wanted != 0 && found.wanted == row) || (first && found.leads_down);
    if (takes) {
        found.wanted = 0;
        found.leads_down = false;
    }
    table.last_row = row;
    table.last_has_keys = context.NavId == row && context.NavWindow == ImGui::GetCurrentWindow();
    if (table.scrolls && first && table.last_has_keys && found.row_before != 0
        && ImGui::IsKeyPressed(ImGuiKey_UpArrow)) {
        found.wanted = found.row_before;
        found.wanted_since = ImGui::GetFrameCount();
        request_frame();
    }
    return takes;
}

void leave_table(const OpenTable& table)
{
    TableNeighbours& found = table_neighbours();
    if (table.last_row != 0) {
        found.leads_down = table.scrolls && table.last_has_keys && ImGui::IsKeyPressed(ImGuiKey_DownArrow);
    }
    found.row_before = table.last_row != 0 ? table.last_row : found.row_before;
}

std::vector<OpenTable>& open_tables()
{
    static std::vector<OpenTable> tables;
    return tables;
}

void draw_header(std::span<const Column> columns)
{
    const TypeScope type { Type::Caption, Face::Medium };
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (const auto& column : columns) {
        ImGui::TableNextColumn();
        label(column.title,
            { .type = Type::Caption,
                .face = Face::Medium,
                .colour = Colour::Secondary,
                .width = column.align_right ? ImGui::GetContentRegionAvail().x : 0,
                .align_right = column.align_right });
        if (!column.meaning.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
            tooltip_with_copy(column.meaning);
        }
    }
}

// The area's size is stated ahead: by itself it is known a frame later, and frames come on demand.
void scroll_to_last(const TableOptions& options)
{
    const float header = options.show_header ? table_header_height() : 0;
    const float height = header + static_cast<float>(options.total_rows) * row_height();
    ImGui::SetNextWindowContentSize({ 0, height });
    ImGui::SetNextWindowScroll({ -1, height });
}

void draw_row_mark(std::optional<Severity> severity, ImVec2 from, ImVec2 to)
{
    auto& list = *ImGui::GetWindowDrawList();
    if (severity == Severity::Critical) {
        list.AddRectFilled(from, to, colour(Colour::Critical, 0.16F), grid(1));
    }
    if (severity == Severity::Critical || severity == Severity::Major) {
        list.AddRectFilled(from, { from.x + grid(1), to.y }, colour(severity_colour(*severity)), grid(0.5F));
    }
}

RowResult row_result(bool clicked, const MirrorRequest& asked)
{
    return { .activated = clicked || asked.activated,
        .context_menu = ImGui::IsItemHovered() && ImGui::IsMouseReleased(ImGuiMouseButton_Right),
        .hovered = ImGui::IsItemHovered() };
}

}

float row_height()
{
    const float beside = theme().surface == Surface::Desk && low_window() ? 2 : 3.5F;
    return std::round(std::max(type_scale().size(Type::Body) + grid(beside), smallest_target()));
}

float table_header_height()
{
    return type_scale().size(Type::Caption) + grid(2);
}

bool begin_table(std::string_view id, std::span<const Column> columns, const TableOptions& options)
{
    ImGuiTableFlags flags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp
        | ImGuiTableFlags_PadOuterX | ImGuiTableFlags_NoSavedSettings;
    flags |= options.height != 0 ? ImGuiTableFlags_ScrollY : 0;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, { grid(2), grid(1) });
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImGuiID mirror_id = item_id(std::string { id } + "/table");
    if (options.show_last) {
        scroll_to_last(options);
    }
    if (!ImGui::BeginTable(
            std::string { id }.c_str(), static_cast<int>(columns.size()), flags, { 0, options.height })) {
        ImGui::GetCurrentContext()->NextWindowData.ClearFlags();
        ImGui::PopStyleVar();
        return false;
    }
    const float height = options.height > 0 ? options.height : ImGui::GetContentRegionAvail().y;
    mirror().begin_group({ .id = mirror_id,
        .role = Role::Table,
        .label = std::string { options.label.empty() ? id : options.label },
        .rect = { from.x, from.y, ImGui::GetContentRegionAvail().x, height },
        .set_size = options.total_rows });
    for (const auto& column : columns) {
        const float em = ImGui::GetFontSize() * 0.55F;
        const bool fixed = column.width < 0;
        ImGui::TableSetupColumn(std::string { column.title }.c_str(),
            fixed ? ImGuiTableColumnFlags_WidthFixed : ImGuiTableColumnFlags_WidthStretch,
            fixed ? -column.width * em : column.width);
    }
    if (options.show_header) {
        ImGui::TableSetupScrollFreeze(0, 1);
        draw_header(columns);
    }
    meet_neighbours();
    open_tables().push_back(
        { .total_rows = options.total_rows, .row_height = row_height(), .scrolls = options.height != 0 });
    return true;
}

bool begin_filling_table(std::string_view id, std::span<const Column> columns, std::string_view label, std::size_t rows)
{
    return begin_table(id, columns,
        { .label = label,
            .total_rows = static_cast<int>(rows),
            .height = std::max(grid(20), ImGui::GetContentRegionAvail().y) });
}

bool row_in_sight(int row)
{
    const float height = open_tables().back().row_height;
    const float middle = (static_cast<float>(row) + 0.5F) * height - ImGui::GetScrollY();
    return middle > 0 && middle < ImGui::GetWindowHeight() - table_header_height();
}

void end_table()
{
    VERIFY(!open_tables().empty());
    leave_table(open_tables().back());
    open_tables().pop_back();
    mirror().end_group();
    ImGui::EndTable();
    ImGui::PopStyleVar();
}

RowResult begin_row(int id, const RowOptions& options)
{
    auto& table = open_tables().back();
    ++table.next_row;
    ImGui::TableNextRow(ImGuiTableRowFlags_None, table.row_height);
    ImGui::TableNextColumn();
    ImGui::PushID(id);
    const ImGuiID row_id = item_id("##row");
    const ImRect cell = ImGui::TableGetCellBgRect(ImGui::GetCurrentTable(), 0);
    const ImRect row { ImGui::GetCurrentTable()->WorkRect.Min.x, cell.Min.y, ImGui::GetCurrentTable()->WorkRect.Max.x,
        cell.Min.y + table.row_height };
    auto asked = declare({ .id = row_id,
        .role = Role::Row,
        .label = std::string { options.label },
        .rect = visible_rect(row.Min, row.GetSize()),
        .selected = options.selected,
        .expanded = options.expanded.value_or(false),
        .collapsed = !options.expanded.value_or(true),
        .position = options.position > 0 ? options.position : table.next_row,
        .set_size = table.total_rows });
    const float inner = table.row_height - 2 * ImGui::GetStyle().CellPadding.y;
    const ImVec2 start = ImGui::GetCursorPos();
    const bool clicked = ImGui::Selectable("##row", options.selected,
        ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowOverlap, { 0, inner });
    asked.focus = takes_keyboard(table, row_id) || asked.focus;
    settle_item(row_id, asked);
    const auto result = row_result(clicked, asked);
    ImGui::TablePushBackgroundChannel();
    draw_row_mark(options.severity, row.Min, row.Max);
    if (options.current) {
        ImGui::GetWindowDrawList()->AddRect(row.Min, row.Max, colour(Colour::Accent), grid(1));
    }
    ImGui::TablePopBackgroundChannel();
    ImGui::SetCursorPos({ start.x, start.y + (inner - ImGui::GetFontSize()) / 2 });
    return result;
}

void next_cell()
{
    ImGui::TableNextColumn();
    const float inner = open_tables().back().row_height - 2 * ImGui::GetStyle().CellPadding.y;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (inner - ImGui::GetFontSize()) / 2);
}

void end_row()
{
    ImGui::PopID();
}

bool row_box(bool selected)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float size = ImGui::GetFontSize();
    const ImVec2 middle { at.x + size / 2, at.y + size / 2 };
    auto& list = *ImGui::GetWindowDrawList();
    draw_icon(list, kIconSquareO, middle, size * 0.9F, colour(selected ? Colour::Accent : Colour::ControlBorder));
    if (selected) {
        draw_icon(list, kIconCheck, middle, size * 0.6F, colour(Colour::Text));
    }
    ImGui::Dummy({ size, size });
    same_line(2);
    return ImGui::IsMouseReleased(ImGuiMouseButton_Left) && ImGui::GetIO().MousePos.x < at.x + size + grid(1);
}

float list_row_height(bool with_detail)
{
    const float detail = with_detail ? type_scale().size(Type::Caption) + grid(1) : 0;
    return std::round(std::max(type_scale().size(Type::Body) + detail + grid(4), smallest_target()));
}

namespace {

// Shape and code, never colour alone.
void draw_list_severity(Severity severity, ImVec2 from, float height)
{
    const TypeScope type { theme().surface == Surface::Wall ? Type::Body : Type::Caption, Face::Medium };
    auto& list = *ImGui::GetWindowDrawList();
    const float side = type_scale().size(Type::Body) * 0.92F;
    const float x = from.x + grid(3);
    draw_severity_shape(list, severity, { x + side / 2, from.y + height / 2 }, side);
    const auto code = severity_code(severity);
    list.AddText({ x + side + grid(2), from.y + (height - ImGui::GetFontSize()) / 2 },
        colour(theme().surface == Surface::Wall ? Colour::Text : severity_colour(severity)), code.data(),
        code.data() + code.size());
}

// Where the texts of a row stand. The figure never stands on the title, however long the two are.
struct ListTexts {
    float left = 0;
    float title_width = 0;
    float below_width = 0; // of what stands below the title, which has the whole width
    float right_width = 0;
    bool right_below = false;
    float title_height = 0;
    float detail_height = 0;
    float right_height = 0; // below
    float height() const { return title_height + detail_height + right_height; }
};

float lines_height(std::string_view text, Type type, Face face, float width, bool wraps)
{
    const TypeScope scope { type, face };
    return wraps ? ImGui::CalcTextSize(text.data(), text.data() + text.size(), false, width).y : ImGui::GetFontSize();
}

// The widest code, so that the titles of all rows line up.
float list_severity_width()
{
    const TypeScope type { theme().surface == Surface::Wall ? Type::Body : Type::Caption, Face::Medium };
    return grid(3) + type_scale().size(Type::Body) * 0.92F + grid(2)
        + ImGui::CalcTextSize(severity_code(Severity::Critical).data()).x;
}

ListTexts list_texts(const ListRow& row, float width)
{
    ListTexts texts;
    texts.left = grid(3) + (row.severity ? list_severity_width() : 0);
    texts.below_width = std::max(grid(4), width - texts.left - grid(3));
    const float title = text_width(row.title, Type::Body, Face::Medium);
    texts.title_width = texts.below_width;
    if (!row.right.empty()) {
        const float right = text_width(row.right, Type::Body);
        const float room = std::max(0.0F, texts.below_width - grid(3));
        texts.right_below = row.wraps && title + right > room;
        // Half of the row is the title's, where it is that long.
        texts.right_width
            = texts.right_below ? texts.below_width : std::min(right, room - std::min(title, std::floor(room / 2)));
        texts.title_width = texts.right_below ? texts.below_width : std::max(grid(4), room - texts.right_width);
    }
    texts.title_height = lines_height(row.title, Type::Body, Face::Medium, texts.title_width, row.wraps);
    if (!row.detail.empty()) {
        texts.detail_height
            = grid(1) + lines_height(row.detail, Type::Caption, Face::Regular, texts.below_width, row.wraps);
    }
    if (texts.right_below) {
        texts.right_height = grid(1) + lines_height(row.right, Type::Caption, Face::Regular, texts.below_width, true);
    }
    return texts;
}

void draw_list_texts(const ListRow& row, ImVec2 from, float height, const ListTexts& texts)
{
    const float x = from.x + texts.left;
    float y = from.y + (height - texts.height()) / 2;
    const LabelOptions below { .type = Type::Caption,
        .colour = Colour::Secondary,
        .width = texts.below_width,
        .wrap = row.wraps,
        .decorative = true };
    if (!row.right.empty() && !texts.right_below) {
        ImGui::SetCursorScreenPos({ x + texts.below_width - texts.right_width, y });
        label(row.right, { .colour = Colour::Secondary, .width = texts.right_width, .decorative = true });
    }
    ImGui::SetCursorScreenPos({ x, y });
    label(row.title,
        { .face = Face::Medium,
            .colour = row.enabled ? Colour::Text : Colour::Muted,
            .width = texts.title_width,
            .wrap = row.wraps,
            .decorative = true });
    y += texts.title_height + grid(1);
    if (!row.detail.empty()) {
        ImGui::SetCursorScreenPos({ x, y });
        label(row.detail, below);
        y += texts.detail_height;
    }
    if (texts.right_below) {
        ImGui::SetCursorScreenPos({ x, y });
        label(row.right, below);
    }
}

float row_height_of(const ListRow& row, const ListTexts& texts)
{
    return row.wraps ? std::round(std::max(texts.height() + grid(4), smallest_target()))
                     : list_row_height(!row.detail.empty());
}

std::string spoken_row(const ListRow& row)
{
    std::string spoken = row.severity ? std::string { severity_name(*row.severity) } + ", " : std::string {};
    spoken += row.title;
    for (const auto part : { row.detail, row.right }) {
        spoken += part.empty() ? "" : ", " + std::string { part };
    }
    return spoken;
}

}

float list_row_height(const ListRow& row, float width)
{
    return row_height_of(row, list_texts(row, width));
}

RowResult list_row(int id, const ListRow& row)
{
    ImGui::PushID(id);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ListTexts texts = list_texts(row, ImGui::GetContentRegionAvail().x);
    const ImVec2 size { ImGui::GetContentRegionAvail().x, row_height_of(row, texts) };
    const ImGuiID row_id = item_id("##list_row");
    const auto asked = declare({ .id = row_id,
        .role = Role::Row,
        .label = spoken_row(row),
        .rect = visible_rect(from, size),
        .disabled = !row.enabled,
        .selected = row.selected,
        .position = row.position,
        .set_size = row.set_size });
    const bool clicked = ImGui::Selectable("##list_row", row.selected, ImGuiSelectableFlags_AllowOverlap, size);
    // After the hover, which must not cover what ranks the row.
    draw_row_mark(row.severity, from, { from.x + size.x, from.y + size.y });
    settle_item(row_id, asked);
    const auto result = row_result(clicked, asked);
    if (row.severity) {
        draw_list_severity(*row.severity, from, size.y);
    }
    draw_list_texts(row, from, size.y, texts);
    // Back to the line after the row, wherever its texts left the cursor.
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(size);
    ImGui::PopID();
    return result;
}

int rows_that_fit(float available, float height, int total)
{
    const int fit = static_cast<int>(std::floor(available / std::max(1.0F, height)));
    return total <= fit ? total : std::max(0, fit - 1);
}

}
