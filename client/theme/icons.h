// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/embedded/icons.h"

#include <imgui.h>

namespace watchfloor {

// One of the generated constants (kIconBell, …), or nullptr for none. The glyphs are merged
// into every face, so they may also stand inside a text.
using Icon = const char*;

// Draws the icon centred on a point, `size` as for text.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 centre, float size, ImU32 colour);
float icon_width(Icon icon, float size);

}
