// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keys/keymap.h"
#include "client/theme/icons.h"
#include "client/theme/theme.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace watchfloor {

struct LabelOptions {
    Type type = Type::Body;
    Face face = Face::Regular;
    Colour colour = Colour::Text;
    // Clip with an ellipsis and show the whole text as a tooltip; 0: the width that is left.
    float width = 0;
    bool wrap = false;
    // Of wrapped lines each stands in the middle of the width.
    bool centre = false;
    // Numbers: align to the right edge of `width`.
    bool align_right = false;
    // How many bytes at its beginning its neighbours have too: it is cut there first, so that what tells them apart
    // stays.
    std::size_t agrees = 0;
    // Not for screen readers (repeats what a row's label already says).
    bool decorative = false;
};

void label(std::string_view text, const LabelOptions& options = {});
// The text with an ellipsis for as much of its first `agrees` bytes, whole words of it, as does not fit into `width`,
// which is what `measure` says of a text.
std::string cut_where_agreeing(
    std::string_view text, std::size_t agrees, float width, const std::function<float(std::string_view)>& measure);
// level 1 is the screen's title, 2 a panel's, 3 a part's.
// Clipped with an ellipsis at `width`; 0: the width that is left.
void heading(std::string_view text, int level, float width = 0);
// Tabular digits that do not jitter; `spoken` says what the number is ("Next update due").
void clock_text(std::string_view digits, std::string_view spoken, const LabelOptions& options = {});
// What one line of this text takes, in pixels, rounded up.
float text_width(std::string_view text, Type type, Face face = Face::Regular);
// "Shift+D" as a key cap, for an action's present key; nothing if it is off.
void key_hint(Action action);
// What is to the left of it, in words, on hover or focus; Ctrl+C or a click on "copy" copies.
void tooltip_with_copy(std::string_view text);
// Under the pointer, in as many lines as it takes within the window.
void wrapped_tooltip(std::string_view text);
// A line that is a copyable value: an id, an address, a bridge link.
bool copyable(std::string_view text, std::string_view spoken);

// 0…1; below 0 unknown. `spoken` names it.
void progress(float fraction, std::string_view spoken, Colour fill = Colour::Secondary, float width = 0);

}
