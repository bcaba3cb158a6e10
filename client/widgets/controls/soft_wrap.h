// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace watchfloor {

// Lines that are too long go on in the next one by soft breaks, "\r\n": ImGui breaks at "\n" and draws no "\r", which
// people's text never holds. A blank stays before the break.

// In the present font; breaks that are there already are made anew.
std::string soft_wrapped(std::string_view text, float width);
std::string without_soft_breaks(std::string_view wrapped);
// From a place in the text to that in the wrapped one: behind a break. And back: from before a break to before its blank.
std::size_t wrapped_position(std::string_view wrapped, std::size_t position);
std::size_t unwrapped_position(std::string_view wrapped, std::size_t position);
int count_lines(std::string_view text);

// ImGui's field of several lines with its text, which holds no "\r", wrapped; true when it was committed.
bool input_wrapped(const char* label, std::string& value, ImVec2 size, ImGuiInputTextFlags flags);

}
