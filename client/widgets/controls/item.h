// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/mirror/mirror.h"
#include "client/theme/theme.h"

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// For those who write widgets. A widget declares itself to the mirror, draws, then reports the
// keyboard focus:
//   const auto asked = declare({ .id = item_id(label), … });
//   … ImGui calls …
//   settle_item(id, asked);

// The part of an ImGui label that is shown: "Save##note" → "Save".
std::string_view shown_part(std::string_view label);
ImGuiID item_id(std::string_view label);
// An id for a text that has none of its own; the same text twice gets two ids.
ImGuiID text_id(std::string_view text);

// The rectangle as far as it can be seen; empty when scrolled out of sight.
MirrorRect visible_rect(ImVec2 from, ImVec2 size);
// What stands in a picture may be smaller than a target has to be: where it is meant, around its middle.
MirrorRect target_around(ImVec2 from, ImVec2 to);
// How far what is drawn lies from the mouse, 0 on it; nothing outside its target, which is `beside` wider at least.
std::optional<float> away_from_target(ImVec2 from, ImVec2 to, ImVec2 mouse, float beside = 0);

// Declares the item; `focus` requests are honoured by settle_item.
MirrorRequest declare(MirrorItem item);
// After ImGui has drawn the item: moves the keyboard to it if that was asked, and tells the mirror
// if the keyboard is on it.
void settle_item(ImGuiID id, const MirrorRequest& asked);

// Somebody pressed what is dead: why, for screen readers at once, and for whoever draws messages in this
// frame or the next. Taken once.
void refuse_press(std::string_view why);
std::string take_refused_press();

// A menu, a drop-down's list or a dialog stands over what is being drawn, and has the keys.
bool popup_above();
// A key press that moves a choice of the caller's own moves nothing of ImGui's, and nothing else keeps the ring: Enter
// means the choice then. What somebody types into keeps the keyboard.
void drop_keyboard_ring();
// How far such a press moves the choice in a list: 1 is down, -1 is up.
int choice_step();

// Whether the main widget of a screen that was just opened takes the keyboard, which led there: not from a field that is
// written in, a menu or a dialog. Asked once for each wish.
bool takes_keyboard(bool& wanted);

// The 2 px ring around what has the keyboard, for widgets whose ImGui part draws none.
void draw_focus_ring(ImVec2 from, ImVec2 to);

}
