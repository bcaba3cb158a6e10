// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/mirror/mirror.h"
#include "client/theme/theme.h"

#include <imgui.h>

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

// Declares the item; `focus` requests are honoured by settle_item.
MirrorRequest declare(MirrorItem item);
// After ImGui has drawn the item: moves the keyboard to it if that was asked, and tells the mirror
// if the keyboard is on it.
void settle_item(ImGuiID id, const MirrorRequest& asked);

// The 2 px ring around what has the keyboard, for widgets whose ImGui part draws none.
void draw_focus_ring(ImVec2 from, ImVec2 to);

}
