// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keys/keymap.h"
#include "client/mirror/mirror.h"
#include "client/theme/icons.h"
#include "client/theme/theme.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace watchfloor {

// Controls return true in the frame in which the user acted, by mouse, key, touch or mirror.
// Labels may carry ImGui's "##id" suffix, which is not shown.

enum class ButtonKind : std::uint8_t { Secondary, Primary, Danger, Quiet };

struct ButtonOptions {
    ButtonKind kind = ButtonKind::Secondary;
    Icon icon = nullptr;
    bool enabled = true;
    // When disabled it is shown as a tooltip, carried by the mirror, and said to whoever presses the button, which the
    // keyboard reaches like any other: never a dead button without a reason.
    std::string_view why_disabled {};
    // Shown as a key cap; pressing it anywhere presses the button.
    std::optional<Action> action {};
    // 0: as wide as its text; above 0: not narrower than this; below 0: as wide as what is left.
    float width = 0;
    // What stands on it where there is no room for the label, which is then said and explains it.
    std::string_view shown {};
    // Within a row: no higher than a target has to be.
    bool low = false;
};

// What the button takes; its words are never cut.
float button_width(std::string_view label, const ButtonOptions& options = {});

bool button(std::string_view label, const ButtonOptions& options = {});
bool icon_button(Icon icon, std::string_view label, const ButtonOptions& options = {});
// With a reason it is dead, and says it as a button does.
bool toggle(std::string_view label, bool& on, std::string_view why_disabled = {});
bool link(std::string_view label);

// Returns the tab to show; keys [ and ] move it while the bar is drawn. Of several bars on one screen only one has them.
int tab_bar(std::string_view label, std::span<const std::string> tabs, int selected, bool* pressed_any = nullptr,
    bool has_keys = true);

// Characters of a field for an instant or a code.
inline constexpr std::size_t kMaxShortField = 40;

struct FieldOptions {
    std::string_view hint {};
    // Shown under the field in words; the field's border turns to the Critical colour.
    std::string_view error {};
    // Counted as the rules count; what is beyond them does not fit into the field.
    std::size_t max_characters = 4'000;
    float width = 0;
    // An area grows with its text to so many lines; then the text scrolls.
    int most_lines = 0;
    bool password = false;
    bool enabled = true;
    bool read_only = false;
    bool show_label = true;
    // Takes the keyboard when it appears.
    bool autofocus = false;
    // Takes the keyboard now: somebody pressed the key that leads here.
    bool take_focus = false;
    // The form cannot be committed without it, and it is not there or not right yet: Ctrl+Enter leads here.
    bool missing = false;
    // A proposal: it is selected when the keyboard comes to it, so that typing replaces it. Fields of one line select
    // what they hold anyway.
    bool proposed = false;
    // What is searched, filtered or signed in by: nobody's work, whatever becomes of it, and Enter in it commits no form.
    bool passing = false;
};

struct FieldResult {
    bool changed = false;
    // Enter in a field, Ctrl+Enter in an area.
    bool committed = false;
    // Of an area: what its text takes, wrapped as it is.
    int lines = 1;
};

FieldResult text_field(std::string_view label, std::string& value, const FieldOptions& options = {});
FieldResult text_area(std::string_view label, std::string& value, int lines, const FieldOptions& options = {});

// A drop-down; `selected` below 0 shows the hint. True when the choice changed.
bool select(
    std::string_view label, std::span<const std::string> choices, int& selected, const FieldOptions& options = {});

}
