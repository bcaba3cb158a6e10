// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/controls.h"

#include "client/language/text.h"
#include "client/platform/picture.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/modal.h"
#include "client/widgets/controls/text_label.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

struct ButtonLook {
    ImU32 fill = 0;
    ImU32 border = 0;
    ImU32 text = 0;
};

ButtonLook button_look(ButtonKind kind, bool enabled, bool hovered, bool held)
{
    if (!enabled) {
        return { colour(Colour::Background1), colour(Colour::Grid), colour(Colour::Muted) };
    }
    const auto raised = held ? Colour::Background0 : hovered ? Colour::Grid : Colour::Background2;
    switch (kind) {
    case ButtonKind::Primary: {
        const float strength = held ? 0.80F : hovered ? 0.92F : 1.0F;
        return { colour(Colour::Accent, strength), colour(Colour::Accent), colour(Colour::Ink) };
    }
    case ButtonKind::Danger:
        return { colour(hovered ? Colour::Grid : Colour::Background2), colour(Colour::Critical), colour(Colour::Text) };
    case ButtonKind::Quiet:
        return { hovered || held ? colour(raised) : 0, 0, colour(hovered ? Colour::Text : Colour::Secondary) };
    case ButtonKind::Secondary:
        return { colour(raised), colour(Colour::ControlBorder), colour(Colour::Text) };
    }
    return {};
}

std::string shown_key(const ButtonOptions& options)
{
    if (!options.action) {
        return {};
    }
    const auto keys = keys_of(*options.action);
    return keys.substr(0, keys.find(" / "));
}

struct ButtonParts {
    std::string_view text;
    std::string key;
    float icon_width = 0;
    float text_width = 0;
    float key_width = 0;
    ImVec2 size;
};

ButtonParts measure(std::string_view text, const ButtonOptions& options)
{
    ButtonParts parts { .text = text, .key = shown_key(options) };
    const float font = ImGui::GetFontSize();
    if (options.icon != nullptr) {
        parts.icon_width = font + (text.empty() ? 0 : grid(1.5F));
    }
    parts.text_width = ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
    if (!parts.key.empty()) {
        const TypeScope type { Type::Caption };
        parts.key_width = ImGui::CalcTextSize(parts.key.c_str()).x + grid(5);
    }
    const float padding = text.empty() ? grid(1.5F) : grid(3.5F);
    const float content = parts.icon_width + parts.text_width + parts.key_width + 2 * padding;
    const float available = ImGui::GetContentRegionAvail().x;
    const float width = std::max(options.width < 0 ? available : options.width, content);
    const float height = std::max(font + grid(options.low ? 1.0F : 3.0F), smallest_target());
    parts.size = { std::round(std::max({ width, height, smallest_target() })), std::round(height) };
    return parts;
}

void draw_key_cap(std::string_view key, ImVec2 right_middle, ImU32 ink)
{
    const TypeScope type { Type::Caption };
    auto& list = *ImGui::GetWindowDrawList();
    const ImVec2 extent = ImGui::CalcTextSize(key.data(), key.data() + key.size());
    const ImVec2 from { right_middle.x - extent.x - grid(3), right_middle.y - extent.y / 2 - 1 };
    list.AddRect(from, { right_middle.x, right_middle.y + extent.y / 2 + 1 }, ink & 0x90FFFFFFU, grid(1));
    list.AddText({ from.x + grid(1.5F), from.y + 1 }, ink, key.data(), key.data() + key.size());
}

void draw_button(const ButtonParts& parts, const ButtonOptions& options, ImVec2 from, const ButtonLook& look)
{
    if (pictures_part()) {
        return;
    }
    auto& list = *ImGui::GetWindowDrawList();
    const ImVec2 to { from.x + parts.size.x, from.y + parts.size.y };
    const float rounding = ImGui::GetStyle().FrameRounding;
    if (look.fill != 0) {
        list.AddRectFilled(from, to, look.fill, rounding);
    }
    if (look.border != 0) {
        list.AddRect(from, to, look.border, rounding);
    }
    const float font = ImGui::GetFontSize();
    const float middle = (from.y + to.y) / 2;
    float x = from.x + (parts.size.x - parts.icon_width - parts.text_width - parts.key_width) / 2;
    list.PushClipRect(from, to, true);
    if (options.icon != nullptr) {
        draw_icon(list, options.icon, { x + font / 2, middle }, font, look.text);
        x += parts.icon_width;
    }
    list.AddText({ std::round(x), std::round(middle - font / 2) }, look.text, parts.text.data(),
        parts.text.data() + parts.text.size());
    list.PopClipRect();
    if (!parts.key.empty()) {
        draw_key_cap(parts.key, { x + parts.text_width + parts.key_width, middle }, look.text);
    }
}

void explain(std::string_view text)
{
    if (!text.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip | ImGuiHoveredFlags_AllowWhenDisabled)) {
        wrapped_tooltip(text);
    }
}

bool by_key(const ButtonOptions& options, const std::optional<Action>& action)
{
    if (action && !options.enabled) {
        refuse_action(*action, options.why_disabled);
    }
    return options.enabled && action && pressed(*action);
}

// What can be pressed, or could: the keyboard finds it too while it is dead, and learns why on pressing it. ImGui's own
// way of disabling passes it over.
bool press_item(
    std::string_view label, ImVec2 size, const MirrorRequest& asked, std::string_view why_dead, bool enabled)
{
    // Enter begins on what does something.
    const ImGuiItemFlags around = ImGui::GetCurrentContext()->CurrentItemFlags;
    ImGui::PushItemFlag(ImGuiItemFlags_NoNavDefaultFocus, !enabled || (around & ImGuiItemFlags_NoNavDefaultFocus) != 0);
    const bool clicked = ImGui::InvisibleButton(std::string { label }.c_str(), size, ImGuiButtonFlags_EnableNav);
    ImGui::PopItemFlag();
    settle_item(item_id(label), asked);
    if (!enabled && (clicked || asked.refused) && !why_dead.empty()) {
        refuse_press(why_dead);
    }
    return enabled && clicked;
}

bool push_button(
    std::string_view label, std::string_view drawn, const ButtonOptions& options, std::string_view explanation)
{
    const auto parts = measure(drawn, options);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImGuiID id = item_id(label);
    const auto asked = declare({ .id = id,
        .role = Role::Button,
        .label = std::string { shown_part(label) },
        .value = std::string { options.enabled ? std::string_view {} : options.why_disabled },
        .rect = visible_rect(from, parts.size),
        .disabled = !options.enabled });
    const bool clicked = press_item(label, parts.size, asked, options.why_disabled, options.enabled);
    if (from.x + parts.size.x > ImGui::GetCurrentWindow()->ClipRect.Max.x + 1) {
        mirror().note_cut(drawn.empty() ? shown_part(label) : drawn);
    }
    draw_button(parts, options, from,
        button_look(options.kind, options.enabled, ImGui::IsItemHovered(), ImGui::IsItemActive()));
    explain(options.enabled ? explanation : options.why_disabled);
    return by_key(options, options.action) || clicked || asked.activated;
}

}

float button_width(std::string_view label, const ButtonOptions& options)
{
    const TypeScope type { Type::Body, Face::Medium };
    return measure(shown_part(label), options).size.x;
}

bool button(std::string_view label, const ButtonOptions& options)
{
    const TypeScope type { Type::Body, Face::Medium };
    return options.shown.empty() ? push_button(label, shown_part(label), options, {})
                                 : push_button(label, options.shown, options, shown_part(label));
}

bool icon_button(Icon icon, std::string_view label, const ButtonOptions& options)
{
    ButtonOptions quiet = options;
    quiet.icon = icon;
    const auto key = shown_key(options);
    std::string explanation { shown_part(label) };
    if (!key.empty()) {
        explanation += "  (" + key + ")";
    }
    // The key is in the tooltip: the button itself stays square.
    const auto action = quiet.action;
    quiet.action.reset();
    const bool clicked = push_button(label, {}, quiet, explanation);
    return by_key(options, action) || clicked;
}

bool toggle(std::string_view label, bool& on, std::string_view why_disabled)
{
    const bool enabled = why_disabled.empty();
    const auto text = shown_part(label);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = std::max(ImGui::GetFontSize() + grid(1), smallest_target());
    const ImVec2 track { std::round(ImGui::GetFontSize() * 1.7F), std::round(ImGui::GetFontSize() * 0.95F) };
    const ImVec2 extent = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    const float room = ImGui::GetContentRegionAvail().x - track.x - grid(2);
    const bool clipped = extent.x > room + grid(2);
    const float text_width = clipped ? std::max(grid(10), room) : extent.x;
    const ImVec2 size { track.x + grid(2) + text_width, height };
    const auto asked = declare({ .id = item_id(label),
        .role = Role::Switch,
        .label = std::string { text },
        .value = std::string { tr(on ? Text::On : Text::Off) },
        .rect = visible_rect(from, size),
        .disabled = !enabled,
        .pressed = on });
    const bool clicked = press_item(label, size, asked, why_disabled, enabled);
    const bool entered
        = clicked && (ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false));
    const bool leaves_enter = switch_leaves_enter(entered);
    const bool changed = (clicked && !(leaves_enter && entered)) || asked.activated;
    on = changed ? !on : on;
    if (pictures_part()) {
        return changed;
    }

    auto& list = *ImGui::GetWindowDrawList();
    const float top = from.y + (height - track.y) / 2;
    const ImVec2 to { from.x + track.x, top + track.y };
    const float radius = track.y / 2;
    const bool lit = on && enabled;
    list.AddRectFilled({ from.x, top }, to, colour(lit ? Colour::Accent : Colour::Background2), radius);
    list.AddRect({ from.x, top }, to,
        colour(lit        ? Colour::Accent
                : enabled ? Colour::ControlBorder
                          : Colour::Grid),
        radius);
    list.AddCircleFilled({ on ? to.x - radius : from.x + radius, top + radius }, radius - grid(0.75F),
        colour(lit        ? Colour::Ink
                : enabled ? Colour::Text
                          : Colour::Muted));
    const ImVec2 at { to.x + grid(2), from.y + (height - ImGui::GetFontSize()) / 2 };
    if (clipped) {
        mirror().note_cut(text);
    }
    ImGui::PushStyleColor(ImGuiCol_Text, colour(enabled ? Colour::Text : Colour::Muted));
    ImGui::RenderTextEllipsis(&list, at, { at.x + text_width, at.y + extent.y }, at.x + text_width, text.data(),
        text.data() + text.size(), &extent);
    ImGui::PopStyleColor();
    if (!enabled) {
        explain(why_disabled);
    } else if (clipped && ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
        tooltip_with_copy(text);
    }
    return changed;
}

bool link(std::string_view label)
{
    const auto text = shown_part(label);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 extent = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    const ImVec2 size { std::max(1.0F, extent.x), std::max(extent.y, smallest_target()) };
    const ImGuiID id = item_id(label);
    const auto asked
        = declare({ .id = id, .role = Role::Link, .label = std::string { text }, .rect = visible_rect(from, size) });
    const bool clicked = ImGui::InvisibleButton(std::string { label }.c_str(), size, ImGuiButtonFlags_EnableNav);
    settle_item(id, asked);
    const float top = from.y + (size.y - extent.y) / 2;
    auto& list = *ImGui::GetWindowDrawList();
    list.AddText({ from.x, top }, colour(Colour::Accent), text.data(), text.data() + text.size());
    if (ImGui::IsItemHovered()) {
        list.AddLine({ from.x, top + extent.y }, { from.x + extent.x, top + extent.y }, colour(Colour::Accent));
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    return clicked || asked.activated;
}

namespace {

// Where the ring stands on the tab drawn last: -1 or 1 for an arrow pressed there, which moves the ring too.
int arrow_on_tab()
{
    if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible || ImGui::GetIO().KeyMods != 0) {
        return 0;
    }
    return (ImGui::IsKeyPressed(ImGuiKey_RightArrow) ? 1 : 0) - (ImGui::IsKeyPressed(ImGuiKey_LeftArrow) ? 1 : 0);
}

}

int tab_bar(std::string_view label, std::span<const std::string> tabs, int selected, bool* pressed_any, bool has_keys)
{
    const TypeScope type { Type::Body, Face::Medium };
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float height = std::max(ImGui::GetFontSize() + grid(4), smallest_target());
    const float width = ImGui::GetContentRegionAvail().x;
    const int count = static_cast<int>(tabs.size());
    int wanted = selected;
    mirror().begin_group({ .id = item_id(label),
        .role = Role::TabList,
        .label = std::string { shown_part(label) },
        .rect = visible_rect(origin, { width, height }) });
    ImGui::PushID(std::string { label }.c_str());
    auto& list = *ImGui::GetWindowDrawList();
    list.AddLine(
        { origin.x, origin.y + height - 1 }, { origin.x + width, origin.y + height - 1 }, colour(Colour::Grid));
    for (int i = 0; i < count; ++i) {
        const auto& text = tabs[static_cast<std::size_t>(i)];
        const auto shown = shown_part(text);
        const ImVec2 from = ImGui::GetCursorScreenPos();
        const float text_width = ImGui::CalcTextSize(shown.data(), shown.data() + shown.size()).x;
        const ImVec2 size { text_width + grid(6), height };
        const ImGuiID id = item_id(text);
        const auto asked = declare({ .id = id,
            .role = Role::Tab,
            .label = std::string { shown },
            .rect = visible_rect(from, size),
            .selected = i == selected,
            .position = i + 1,
            .set_size = count });
        if (ImGui::InvisibleButton(text.c_str(), size, ImGuiButtonFlags_EnableNav) || asked.activated) {
            wanted = i;
            if (pressed_any != nullptr) {
                *pressed_any = true;
            }
        }
        if (const int arrow = arrow_on_tab(); arrow != 0) {
            wanted = i + arrow;
        }
        settle_item(id, asked);
        const bool lit = i == selected;
        const bool hovered = ImGui::IsItemHovered();
        list.AddText({ from.x + grid(3), from.y + (height - ImGui::GetFontSize()) / 2 },
            colour(lit || hovered ? Colour::Text : Colour::Secondary), shown.data(), shown.data() + shown.size());
        if (lit) {
            list.AddRectFilled({ from.x, from.y + height - grid(0.75F) }, { from.x + size.x, from.y + height },
                colour(Colour::Accent));
        }
        ImGui::SameLine(0, 0);
    }
    ImGui::NewLine();
    ImGui::PopID();
    mirror().end_group();
    const int step = has_keys ? (pressed(Action::NextTab) ? 1 : 0) - (pressed(Action::PreviousTab) ? 1 : 0) : 0;
    return count == 0 ? 0 : std::clamp(wanted + step, 0, count - 1);
}

}
