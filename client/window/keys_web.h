// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <string_view>

namespace watchfloor {

// ImGui's key for the name that web/input.js sends: "KeyA" by the letter typed, everything else
// by KeyboardEvent.code. ImGuiKey_None if it has none.
ImGuiKey key_from_browser(std::string_view name);

}
