// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <string_view>

namespace watchfloor {

// The whole display as one landmark; every frame draws inside exactly one screen.
void begin_screen(std::string_view label);
void end_screen();

// A part of the screen that scrolls on its own. 0 is what is left; below 0 leaves that much.
void begin_area(std::string_view label, ImVec2 size);
void end_area();

// Several things in one line, `gap` grid steps apart.
void same_line(float gap = 2);
// Moves the cursor so that `width` fits at the right edge of the line.
void align_right(float width);
void gap(float steps);
void separator();
// Width of `count` equal columns with gaps between.
float column_width(int count, float gap_steps = 3);

// A low window gives its height to what is read rather than to what frames it.
bool low_window();

float available_width();
float available_height();

}
