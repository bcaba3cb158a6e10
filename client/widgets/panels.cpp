// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/panels.h"

#include "client/widgets/fonts.h"
#include "client/widgets/item.h"
#include "client/widgets/labels.h"
#include "client/widgets/layout.h"
#include "client/widgets/text.h"
#include "shared/core/result.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace watchfloor {
namespace {

struct OpenPanel {
    ImVec2 from;
    ImVec2 size;
    DataAge age;
};

std::vector<OpenPanel>& open_panels()
{
    static std::vector<OpenPanel> panels;
    return panels;
}

void draw_age(const DataAge& age)
{
    const std::string text
        = age.known ? tr(Text::AgeOfData, format_age(age.age_millis)) : std::string { tr(Text::AgeUnknown) };
    // One more pixel: the line is laid out in whole pixels.
    align_right(
        std::ceil(font(Face::Regular)->CalcTextSizeA(type_scale().size(Type::Caption), 1e6F, 0, text.c_str()).x) + 1);
    // Age ticks every second; read aloud on demand only, so it is a value under a fixed name.
    clock_text(text, text,
        { .type = Type::Caption, .colour = age.stale() ? Colour::Unknown : Colour::Secondary, .decorative = true });
}

void draw_title(const PanelOptions& options)
{
    if (options.title.empty()) {
        return;
    }
    const float font = type_scale().size(Type::Title);
    if (options.icon != nullptr) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_icon(*ImGui::GetWindowDrawList(), options.icon, { at.x + font * 0.45F, at.y + font / 2 }, font * 0.8F,
            colour(Colour::Secondary));
        ImGui::Dummy({ font * 0.9F, font });
        same_line(2);
    }
    heading(options.title, 2);
    if (options.age.known || options.age.expected_millis > 0) {
        same_line(4);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (font - type_scale().size(Type::Caption)) * 0.75F);
        draw_age(options.age);
    }
    gap(2.5F);
}

}

void begin_panel(std::string_view id, const PanelOptions& options)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImGuiID mirror_id = item_id(std::string { id } + "/panel");
    ImGui::PushStyleColor(ImGuiCol_ChildBg, colour(Colour::Background1));
    const ImGuiChildFlags grow = options.grow_to_content ? ImGuiChildFlags_AutoResizeY : 0;
    ImGui::BeginChild(std::string { id }.c_str(), { options.width, options.height },
        ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened | grow);
    ImGui::PopStyleColor();
    const ImVec2 size = ImGui::GetWindowSize();
    mirror().begin_group({ .id = mirror_id,
        .role = Role::Region,
        .label = std::string { options.title.empty() ? options.label : options.title },
        .rect = { from.x, from.y, size.x, size.y } });
    open_panels().push_back({ from, size, options.age });
    draw_title(options);
}

void end_panel()
{
    VERIFY(!open_panels().empty());
    const OpenPanel panel = open_panels().back();
    open_panels().pop_back();
    if (panel.age.stale()) {
        stale_overlay(panel.from, { panel.from.x + panel.size.x, panel.from.y + panel.size.y },
            tr(Text::Stale, format_duration(panel.age.age_millis)));
    }
    mirror().end_group();
    ImGui::EndChild();
}

void stale_overlay(ImVec2 from, ImVec2 to, std::string_view text)
{
    const TypeScope type { Type::Body, Face::Medium };
    auto& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(from, to, false);
    list.AddRectFilled(from, to, colour(Colour::Background0, 0.45F), ImGui::GetStyle().ChildRounding);
    draw_hatch(list, from, to, colour(Colour::Unknown, 0.30F), grid(4));
    const ImVec2 extent = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    const ImVec2 size { extent.x + grid(6), extent.y + grid(3) };
    const ImVec2 at { std::round((from.x + to.x - size.x) / 2), std::round(std::min(from.y + grid(3), to.y - size.y)) };
    const ImVec2 end { at.x + size.x, at.y + size.y };
    // On a wall the banner above says it, and nothing may cover the service's name.
    if (theme().surface == Surface::Desk) {
        list.AddRectFilled(at, end, colour(Colour::Background0), grid(1));
        list.AddRect(at, end, colour(Colour::Unknown), grid(1), 0, 1.5F);
        list.AddText(
            { at.x + grid(3), at.y + grid(1.5F) }, colour(Colour::Text), text.data(), text.data() + text.size());
    }
    list.PopClipRect();
    declare({ .id = text_id("##stale"),
        .role = Role::Status,
        .label = std::string { text },
        .rect = { at.x, at.y, size.x, size.y } });
}

bool banner(std::string_view id, const BannerOptions& options)
{
    const float width = ImGui::GetContentRegionAvail().x;
    const float font = type_scale().size(Type::Body);
    const float height = font + grid(6);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to { from.x + width, from.y + height };
    auto& list = *ImGui::GetWindowDrawList();
    const Colour hue = severity_colour(options.severity);
    list.AddRectFilled(from, to, colour(hue, 0.22F), grid(1));
    list.AddRectFilled(from, { from.x + grid(1.5F), to.y }, colour(hue), grid(0.5F));
    draw_severity_shape(list, options.severity, { from.x + grid(6), from.y + height / 2 }, font);
    const ImGuiID mirror_id = item_id(id);
    mirror().begin_group({ .id = mirror_id,
        .role = options.urgent ? Role::Banner : Role::Group,
        .label = std::string { options.text },
        .rect = { from.x, from.y, width, height } });
    const float button_width = options.button.empty()
        ? 0
        : ImGui::CalcTextSize(options.button.data(), options.button.data() + options.button.size()).x + grid(10);
    const float start = ImGui::GetCursorPosY();
    ImGui::SetCursorPos({ ImGui::GetCursorPosX() + grid(10), start + grid(3) });
    label(options.text,
        { .face = Face::Medium, .width = std::max(grid(10), width - grid(14) - button_width), .decorative = true });
    bool clicked = false;
    if (!options.button.empty()) {
        ImGui::SetCursorScreenPos({ to.x - button_width, from.y + (height - font - grid(3)) / 2 });
        clicked = button(std::string { options.button } + "##" + std::string { id });
    }
    mirror().end_group();
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({ width, height });
    return clicked;
}

bool empty_state(const EmptyState& state)
{
    const float width = ImGui::GetContentRegionAvail().x;
    const float title = type_scale().size(Type::Title);
    const auto centred = [width](float content) {
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, (width - content) / 2));
    };
    gap(6);
    if (state.icon != nullptr) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_icon(*ImGui::GetWindowDrawList(), state.icon, { at.x + width / 2, at.y + title }, title * 1.8F,
            colour(Colour::ControlBorder));
        ImGui::Dummy({ width, title * 2.2F });
    }
    {
        const TypeScope type { Type::Title, Face::Medium };
        centred(ImGui::CalcTextSize(state.title.data(), state.title.data() + state.title.size()).x);
    }
    heading(state.title, 2);
    const float column = std::min(width, grid(130));
    {
        const TypeScope type { Type::Body };
        centred(std::min(column, ImGui::CalcTextSize(state.next.data(), state.next.data() + state.next.size()).x));
    }
    label(state.next, { .colour = Colour::Secondary, .width = column, .wrap = true });
    if (state.button.empty()) {
        return false;
    }
    gap(4);
    {
        const TypeScope type { Type::Body, Face::Medium };
        const float key = state.action && !keys_of(*state.action).empty() ? grid(8) : 0;
        centred(ImGui::CalcTextSize(state.button.data(), state.button.data() + state.button.size()).x + grid(7) + key);
    }
    return button(state.button, { .kind = ButtonKind::Primary, .action = state.action });
}

}
