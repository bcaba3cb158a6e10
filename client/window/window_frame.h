// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/window/window.h"

#include <chrono>
#include <string>

namespace watchfloor {

// What the native and the web window have in common.

// ImGui's frame from NewFrame to Render, with the mirror published.
void compose_frame(WindowContent& content);
// The same for a surface that cannot be seen: nothing is drawn.
void take_unseen(WindowContent& content);
// Each platform's own.
void set_window_title(const std::string& title);
// Tells the schedule if ImGui has queued input.
void note_input();
// After the frame was handed to the display.
void finish_frame(bool ticking);

std::chrono::milliseconds until_next_second(std::chrono::system_clock::time_point now);

}
