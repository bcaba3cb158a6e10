// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/text_label.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/modal.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace watchfloor {
namespace {

// One line, clipped with an ellipsis; a clipped text shows itself whole on hover.
void draw_line(std::string_view text, ImVec2 from, ImVec2 extent, float width, Colour ink, bool right)
{
    auto& list = *ImGui::GetWindowDrawList();
    const char* begin = text.data();
    const char* end = begin + text.size();
    if (extent.x <= width + 0.5F) {
        const float x = right ? from.x + width - extent.x : from.x;
        list.AddText({ std::round(x), from.y }, colour(ink), begin, end);
        return;
    }
    mirror().note_cut(text);
    ImGui::PushStyleColor(ImGuiCol_Text, colour(ink));
    ImGui::RenderTextEllipsis(&list, from, { from.x + width, from.y + extent.y }, from.x + width, begin, end, &extent);
    ImGui::PopStyleColor();
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
        tooltip_with_copy(text);
    }
}

void draw_wrapped(std::string_view text, const LabelOptions& options)
{
    const float width = options.width > 0 ? options.width : ImGui::GetContentRegionAvail().x;
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    ImGui::PushStyleColor(ImGuiCol_Text, colour(options.colour));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
}

void draw_centred(std::string_view text, ImVec2 from, float width, Colour ink)
{
    auto& list = *ImGui::GetWindowDrawList();
    const char* const end = text.data() + text.size();
    const float size = ImGui::GetFontSize();
    float y = from.y;
    for (const char* line = text.data(); line < end; y += size) {
        const char* stop = std::max(line + 1, ImGui::GetFont()->CalcWordWrapPosition(size, line, end, width));
        const float wide = ImGui::CalcTextSize(line, stop).x;
        list.AddText({ from.x + std::max(0.0F, std::round((width - wide) / 2)), y }, colour(ink), line, stop);
        line = std::find_if(stop, end, [](char c) { return c != ' ' && c != '\n'; });
    }
    ImGui::Dummy({ width, y - from.y });
}

void draw_text(std::string_view text, MirrorItem item, const LabelOptions& options)
{
    const TypeScope type { options.type, options.face };
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImVec2 extent = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    const float available = std::max(1.0F, ImGui::GetContentRegionAvail().x);
    const float width = options.width > 0 ? options.width : std::min(extent.x, available);
    if (options.wrap) {
        extent
            = ImGui::CalcTextSize(text.data(), text.data() + text.size(), false, options.width > 0 ? width : available);
    }
    if (!options.decorative) {
        const float before = options.wrap && options.centre ? std::max(0.0F, std::round((width - extent.x) / 2)) : 0;
        item.rect = visible_rect({ from.x + before, from.y }, { options.wrap ? extent.x : width, extent.y });
        declare(std::move(item));
    }
    if (options.wrap && options.centre) {
        draw_centred(text, from, width, options.colour);
        return;
    }
    if (options.wrap) {
        draw_wrapped(text, options);
        return;
    }
    ImGui::Dummy({ width, extent.y });
    if (options.agrees > 0 && extent.x > width + 0.5F) {
        mirror().note_cut(text);
        const std::string cut = cut_where_agreeing(text, options.agrees, width,
            [](std::string_view part) { return ImGui::CalcTextSize(part.data(), part.data() + part.size()).x; });
        if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
            tooltip_with_copy(text);
        }
        extent = ImGui::CalcTextSize(cut.data(), cut.data() + cut.size());
        draw_line(cut, from, extent, width, options.colour, options.align_right);
        return;
    }
    draw_line(text, from, extent, width, options.colour, options.align_right);
}

}

std::string cut_where_agreeing(
    std::string_view text, std::size_t agrees, float width, const std::function<float(std::string_view)>& measure)
{
    // Back to where the word begins in which they differ.
    const auto joins = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || std::isalnum(byte) != 0;
    };
    agrees = std::min(agrees, text.size());
    while (agrees > 0 && joins(text[agrees - 1])) {
        --agrees;
    }
    if (agrees == 0 || measure(text) <= width) {
        return std::string(text);
    }
    const std::string rest = "…" + std::string(text.substr(agrees));
    std::size_t kept = agrees;
    while (kept > 0) {
        --kept;
        const bool inside = (static_cast<unsigned char>(text[kept]) & 0xC0U) == 0x80U;
        if (!inside && measure(std::string(text.substr(0, kept)) + rest) <= width) {
            break;
        }
    }
    return std::string(text.substr(0, kept)) + rest;
}

void label(std::string_view text, const LabelOptions& options)
{
    note_label(text);
    draw_text(text, { .id = options.decorative ? 0 : text_id(text), .role = Role::Text, .label = std::string { text } },
        options);
}

void heading(std::string_view text, int level, float width)
{
    LabelOptions options { .type = level == 1 ? Type::Headline
            : level == 2                      ? Type::Title
                                              : Type::Body,
        .face = Face::Medium };
    const TypeScope type { options.type, options.face };
    const float wanted = ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
    options.width = width > 0 ? std::min(width, std::ceil(wanted) + 1) : 0;
    draw_text(
        text, { .id = text_id(text), .role = Role::Heading, .label = std::string { text }, .level = level }, options);
}

void clock_text(std::string_view digits, std::string_view spoken, const LabelOptions& options)
{
    draw_text(digits,
        { .id = text_id(spoken), .role = Role::Text, .label = std::string { spoken }, .value = std::string { digits } },
        options);
}

float text_width(std::string_view text, Type type, Face face)
{
    const TypeScope scope { type, face };
    return std::ceil(ImGui::CalcTextSize(text.data(), text.data() + text.size()).x) + 1;
}

void key_hint(Action action)
{
    const auto keys = keys_of(action);
    if (keys.empty()) {
        return;
    }
    const auto shown = keys.substr(0, keys.find(" / "));
    // In the middle of the line that the button before it has made.
    const float line = ImGui::GetCurrentWindow()->DC.CurrLineSize.y;
    const TypeScope type { Type::Caption, Face::Regular };
    const ImVec2 extent = ImGui::CalcTextSize(shown.c_str());
    const ImVec2 size { extent.x + grid(3), extent.y + grid(0.5F) };
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 from { at.x, at.y + std::max(0.0F, std::floor((line - size.y) / 2)) };
    ImGui::Dummy({ size.x, std::max(line, size.y) });
    auto& list = *ImGui::GetWindowDrawList();
    list.AddRect(from, { from.x + size.x, from.y + size.y }, colour(Colour::ControlBorder), grid(1));
    list.AddText({ from.x + grid(1.5F), from.y + grid(0.25F) }, colour(Colour::Secondary), shown.c_str());
}

namespace {

// What a tooltip says is as wide as it reads well, and never wider than the window.
float tooltip_width()
{
    return std::max(grid(20), std::min(grid(110), ImGui::GetIO().DisplaySize.x - grid(10)));
}

}

void wrapped_tooltip(std::string_view text)
{
    if (ImGui::BeginTooltip()) {
        ImGui::PushTextWrapPos(tooltip_width());
        ImGui::TextUnformatted(text.data(), text.data() + text.size());
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
    }
}

void tooltip_with_copy(std::string_view text)
{
    if (!ImGui::BeginTooltip()) {
        return;
    }
    {
        // ImGui wants the font back before the tooltip's window ends.
        const TypeScope type { Type::Caption };
        ImGui::PushTextWrapPos(tooltip_width());
        ImGui::TextUnformatted(text.data(), text.data() + text.size());
        ImGui::PopTextWrapPos();
    }
    ImGui::EndTooltip();
    if (pressed(Action::CopyItem)) {
        ImGui::SetClipboardText(std::string { text }.c_str());
        mirror().announce(tr(Text::Copied, text));
    }
}

bool copyable(std::string_view text, std::string_view spoken)
{
    const TypeScope type { Type::Body, Face::Mono };
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 extent = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    const ImVec2 size { std::max(std::min(extent.x, ImGui::GetContentRegionAvail().x), smallest_target()),
        std::max(extent.y, smallest_target()) };
    const ImGuiID id = item_id(spoken);
    const auto asked = declare({ .id = id,
        .role = Role::Button,
        .label = std::string { spoken },
        .value = std::string { text },
        .rect = visible_rect(from, size) });
    const bool clicked = ImGui::InvisibleButton(std::string { spoken }.c_str(), size, ImGuiButtonFlags_EnableNav);
    settle_item(id, asked);
    const bool hovered = ImGui::IsItemHovered();
    draw_line(text, { from.x, from.y + (size.y - extent.y) / 2 }, extent, size.x,
        hovered ? Colour::Accent : Colour::Text, false);
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
        ImGui::SetTooltip("%s", std::string { tr(Text::ClickToCopy) }.c_str());
    }
    if (!clicked && !asked.activated) {
        return false;
    }
    ImGui::SetClipboardText(std::string { text }.c_str());
    mirror().announce(tr(Text::Copied, text));
    return true;
}

void progress(float fraction, std::string_view spoken, Colour fill, float width)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    // On a wall it is a line: the height is for what can be read.
    const float height = grid(theme().surface == Surface::Wall ? 0.5F : 2.0F);
    const ImVec2 size { width > 0 ? width : ImGui::GetContentRegionAvail().x, height };
    const bool known = fraction >= 0;
    const float part = std::clamp(fraction, 0.0F, 1.0F);
    const auto percent = std::to_string(std::lround(part * 100.0F)) + " %";
    declare({ .id = text_id(spoken),
        .role = Role::Progress,
        .label = std::string { spoken },
        .value = known ? percent : std::string {},
        .rect = visible_rect(from, size) });
    ImGui::Dummy(size);
    auto& list = *ImGui::GetWindowDrawList();
    const ImVec2 to { from.x + size.x, from.y + size.y };
    list.AddRectFilled(from, to, colour(Colour::Background2), size.y / 2);
    if (!known) {
        draw_hatch(list, from, to, colour(Colour::Unknown, 0.6F), grid(2));
        return;
    }
    list.AddRectFilled(from, { from.x + std::max(size.y, size.x * part), to.y }, colour(edge_colour(fill)), size.y / 2);
}

}
