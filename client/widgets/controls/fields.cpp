// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/controls.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/modal.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/soft_wrap.h"
#include "client/widgets/controls/text_label.h"
#include "client/widgets/controls/typed_words.h"
#include "client/widgets/controls/unsent_words.h"
#include "shared/domain/state/alert_search.h"

#include <imgui_internal.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace watchfloor {
namespace {

// From this width on an error keeps to its field.
constexpr float kSentenceEms = 14;

int resize_buffer(ImGuiInputTextCallbackData* data)
{
    auto* text = static_cast<std::string*>(data->UserData);
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        text->resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = text->data();
    }
    return 0;
}

// Cuts after the last whole UTF-8 character that fits.
void shorten(std::string& text, std::size_t max_characters)
{
    std::size_t end = 0;
    for (std::size_t characters = 0; end < text.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
        if (begins && ++characters > max_characters) {
            break;
        }
    }
    text.resize(end);
}

// A value that came through the mirror also replaces what ImGui holds of an active field.
bool take_value(const MirrorRequest& asked, ImGuiID id, std::string& value, const FieldOptions& options)
{
    if (!asked.value || options.read_only || *asked.value == value) {
        return false;
    }
    value = *asked.value;
    shorten(value, options.max_characters);
    if (auto* state = ImGui::GetInputTextState(id)) {
        state->ReloadUserBufAndMoveToEnd();
    }
    return true;
}

void draw_field_label(std::string_view label, const FieldOptions& options)
{
    if (options.show_label) {
        watchfloor::label(
            shown_part(label), { .type = Type::Caption, .colour = Colour::Secondary, .decorative = true });
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - grid(1));
    }
}

void push_field_style(const FieldOptions& options)
{
    const Colour border = !options.error.empty() ? Colour::Critical
        : options.enabled                        ? Colour::ControlBorder
                                                 : Colour::Grid;
    ImGui::PushStyleColor(ImGuiCol_Border, colour(border));
    ImGui::PushStyleColor(ImGuiCol_Text, colour(options.enabled ? Colour::Text : Colour::Muted));
}

void draw_field_end(ImGuiID id, const FieldOptions& options)
{
    const bool foreign = mirror().foreign_text_focus() == id;
    if (foreign || ImGui::IsItemActive() || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)) {
        draw_focus_ring(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    }
    ImGui::PopStyleColor(2);
    if (!options.error.empty()) {
        // Below a short field a sentence would be a column of words.
        const bool wide = options.width >= kSentenceEms * ImGui::GetFontSize();
        watchfloor::label(options.error,
            { .type = Type::Caption, .colour = Colour::Critical, .width = wide ? options.width : 0, .wrap = true });
    }
}

struct FieldShape {
    Role role;
    ImVec2 size;
    ImGuiInputTextFlags flags;
};

bool draw_input(std::string_view label, std::string& value, const FieldOptions& options, const FieldShape& shape)
{
    const std::string id = "##" + std::string { label };
    const std::string hint { options.hint };
    ImGui::SetNextItemWidth(shape.size.x);
    if (shape.role == Role::TextArea) {
        return input_wrapped(id.c_str(), value, shape.size, shape.flags);
    }
    return ImGui::InputTextEx(id.c_str(), hint.c_str(), value.data(), static_cast<int>(value.capacity() + 1),
        shape.size, shape.flags | ImGuiInputTextFlags_CallbackResize, resize_buffer, &value);
}

// Where keys, not the mouse, led into the field: what is typed replaces a proposal, and goes on where one's own words end.
void place_caret(ImGuiID id, const FieldOptions& options, const FieldShape& shape)
{
    ImGuiInputTextState* state = ImGui::GetInputTextState(id);
    if (state != nullptr && (options.proposed || shape.role == Role::TextArea)) {
        state->SelectAll();
        if (!options.proposed) {
            state->ClearSelection();
        }
    }
}

FieldResult field(std::string_view label, std::string& value, const FieldOptions& options, const FieldShape& shape)
{
    ImGui::BeginGroup();
    draw_field_label(label, options);
    const ImGuiID id = item_id("##" + std::string { label });
    const auto asked = declare({ .id = id,
        .role = shape.role,
        .label = std::string { shown_part(label) },
        .value = options.password ? std::string {} : value,
        .rect = visible_rect(ImGui::GetCursorScreenPos(), shape.size),
        .disabled = !options.enabled });
    FieldResult result { .changed = take_value(asked, id, value, options) };
    // A DOM field that has the caret keeps it; otherwise focus means ready to type.
    const bool foreign = mirror().foreign_text_focus() == id;
    const bool lacks = options.missing || !options.error.empty();
    const bool sought = options.enabled && (takes_sought_text() || (lacks && takes_sought_missing()));
    if ((asked.focus && !foreign) || asked.activated || options.take_focus || (sought && !foreign)
        || (options.autofocus && ImGui::IsWindowAppearing())) {
        // ImGui drops the request when what has the keyboard now is drawn later and in another window.
        ImGui::GetCurrentContext()->NavId = 0;
        ImGui::SetKeyboardFocusHere();
    }
    const std::string before = value;
    push_field_style(options);
    ImGui::BeginDisabled(!options.enabled);
    const bool was_active = ImGui::GetActiveID() == id;
    const bool entered = draw_input(label, value, options, shape);
    ImGui::EndDisabled();
    if (!was_active && ImGui::GetActiveID() == id && !ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        place_caret(id, options, shape);
    }
    // ImGui's Escape puts the old text back; what somebody typed in an incident is not thrown away.
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false) && ImGui::IsItemDeactivated()) {
        value = before;
    }
    shorten(value, options.max_characters);
    settle_item(id, {});
    draw_field_end(id, options);
    ImGui::EndGroup();
    if (value != before && !options.password) {
        mirror().now_holds(id, value);
    }
    result.changed = result.changed || value != before;
    if (!options.passing && !options.password && keeps_words()) {
        note_words(form_id(), id, value, result.changed);
    }
    const bool by_foreign_caret
        = foreign && shape.role == Role::TextField && ImGui::IsKeyPressed(ImGuiKey_Enter, false);
    const bool by_foreign_commit = foreign && shape.role == Role::TextArea && pressed(Action::Commit);
    result.committed = entered || by_foreign_caret || by_foreign_commit;
    if (shape.role == Role::TextField && !options.passing) { // in a search Enter takes what was found
        note_line_field(result.committed);
    }
    return result;
}

float field_width(const FieldOptions& options)
{
    return options.width > 0 ? options.width : ImGui::GetContentRegionAvail().x;
}

}

FieldResult text_field(std::string_view label, std::string& value, const FieldOptions& options)
{
    ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue;
    flags |= options.password ? ImGuiInputTextFlags_Password : 0;
    flags |= options.read_only ? ImGuiInputTextFlags_ReadOnly : 0;
    const ImVec2 size { field_width(options), ImGui::GetFrameHeight() };
    return field(label, value, options, { Role::TextField, size, flags });
}

FieldResult text_area(std::string_view label, std::string& value, int lines, const FieldOptions& options)
{
    // Without CtrlEnterForNewLine a plain Enter breaks the line and Ctrl+Enter is what "returns true".
    ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue;
    flags |= options.read_only ? ImGuiInputTextFlags_ReadOnly : 0;
    const ImVec2 padding = ImGui::GetStyle().FramePadding;
    std::erase(value, '\r'); // only where it is wrapped
    const int wrapped = count_lines(soft_wrapped(value, field_width(options) - 2 * padding.x));
    const int shown = std::clamp(wrapped, lines, std::max(lines, options.most_lines));
    const float height = ImGui::GetTextLineHeight() * static_cast<float>(shown) + 2 * padding.y;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float label_height = options.show_label ? type_scale().size(Type::Caption) + grid(1) : 0;
    auto result = field(label, value, options, { Role::TextArea, { field_width(options), height }, flags });
    if (value.empty() && !options.hint.empty()) {
        ImGui::GetWindowDrawList()->AddText({ from.x + padding.x, from.y + label_height + padding.y },
            colour(Colour::Muted), options.hint.data(), options.hint.data() + options.hint.size());
    }
    result.lines = wrapped;
    return result;
}

namespace {

// One line of an open select; true when it was chosen. `place` is among the lines shown.
bool draw_choice(const std::string& choice, bool lit, float width, int place, int shown)
{
    const ImGuiID id = item_id(choice);
    const ImVec2 size { width, ImGui::GetTextLineHeightWithSpacing() };
    const auto asked = declare({ .id = id,
        .role = Role::Option,
        .label = choice,
        .rect = visible_rect(ImGui::GetCursorScreenPos(), size),
        .selected = lit,
        .position = place,
        .set_size = shown });
    const bool chosen = ImGui::Selectable(choice.c_str(), lit) || asked.activated;
    settle_item(id, asked);
    return chosen;
}

// The list of an open select, narrowed by what is typed over it; the index that was chosen. Enter takes the first that
// is left, which is lit.
std::optional<int> draw_choices(std::span<const std::string> choices, int selected, float width)
{
    const TypedWords& typed = take_typed_words();
    std::vector<int> shown;
    for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
        if (contains_folded(choices[static_cast<std::size_t>(i)], typed.words)) {
            shown.push_back(i);
        }
    }
    if (!typed.words.empty()) {
        watchfloor::label(tr(shown.empty() ? Text::ChoiceTypedNone : Text::ChoiceTyped, typed.words),
            { .type = Type::Caption, .colour = Colour::Secondary });
    }
    const bool finds = !typed.words.empty() && !typed.steers;
    std::optional<int> chosen;
    for (std::size_t place = 0; place < shown.size(); ++place) {
        const int i = shown[place];
        ImGui::PushID(i);
        const bool lit = finds ? place == 0 : i == selected;
        if (draw_choice(choices[static_cast<std::size_t>(i)], lit, width, static_cast<int>(place) + 1,
                static_cast<int>(shown.size()))) {
            chosen = i;
        }
        ImGui::PopID();
    }
    const bool entered = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
    if (finds && entered && !shown.empty()) {
        chosen = shown.front();
    }
    if (chosen) {
        ImGui::CloseCurrentPopup();
    }
    return chosen;
}

std::string shown_choice(std::span<const std::string> choices, int selected, const FieldOptions& options)
{
    if (selected >= 0 && selected < static_cast<int>(choices.size())) {
        return choices[static_cast<std::size_t>(selected)];
    }
    return std::string { options.hint.empty() ? tr(Text::Choose) : options.hint };
}

// The choice of this text, for tests and screen readers that set a value.
std::optional<int> choice_named(std::span<const std::string> choices, const std::optional<std::string>& name)
{
    const auto found = name ? std::find(choices.begin(), choices.end(), *name) : choices.end();
    return found == choices.end() ? std::nullopt : std::optional { static_cast<int>(found - choices.begin()) };
}

void draw_select_arrow()
{
    const ImVec2 from = ImGui::GetItemRectMin();
    const ImVec2 to = ImGui::GetItemRectMax();
    draw_icon(*ImGui::GetWindowDrawList(), kIconAngleDown, { to.x - grid(4), (from.y + to.y) / 2 },
        ImGui::GetFontSize(), colour(Colour::Secondary));
}

}

bool select(std::string_view label, std::span<const std::string> choices, int& selected, const FieldOptions& options)
{
    ImGui::BeginGroup();
    draw_field_label(label, options);
    const std::string combo_id = "##" + std::string { label };
    const ImGuiID id = item_id(combo_id);
    // The id under which ImGui keeps the combo's popup.
    const ImGuiID popup_id = ImHashStr("##ComboPopup", 0, id);
    const ImVec2 size { field_width(options), ImGui::GetFrameHeight() };
    const bool was_open = ImGui::IsPopupOpen(popup_id, ImGuiPopupFlags_None);
    const std::string shown = shown_choice(choices, selected, options);
    const auto asked = declare({ .id = id,
        .role = Role::Select,
        .label = std::string { shown_part(label) },
        .value = shown,
        .rect = visible_rect(ImGui::GetCursorScreenPos(), size),
        .disabled = !options.enabled,
        .expanded = was_open });
    auto chosen = choice_named(choices, asked.value);
    push_field_style(options);
    mark_missing(options.missing && options.enabled);
    ImGui::SetNextItemWidth(size.x);
    if (asked.activated && !was_open) {
        ImGui::OpenPopupEx(popup_id);
    }
    ImGui::BeginDisabled(!options.enabled);
    if (ImGui::BeginCombo(
            combo_id.c_str(), shown.c_str(), ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge)) {
        const auto picked = draw_choices(choices, selected, size.x);
        chosen = picked ? picked : chosen;
        ImGui::EndCombo();
    }
    ImGui::EndDisabled();
    settle_item(id, asked);
    draw_select_arrow();
    draw_field_end(id, options);
    ImGui::EndGroup();
    const bool changed = chosen && *chosen != selected;
    selected = chosen.value_or(selected);
    return changed;
}

}
