// SPDX-License-Identifier: Apache-2.0
#include "client/window/keys_web.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace watchfloor {
namespace {

struct NamedKey {
    std::string_view name;
    ImGuiKey key;
};

constexpr std::array kKeys {
    NamedKey { "Enter", ImGuiKey_Enter },
    NamedKey { "NumpadEnter", ImGuiKey_KeypadEnter },
    NamedKey { "Escape", ImGuiKey_Escape },
    NamedKey { "Space", ImGuiKey_Space },
    NamedKey { "Tab", ImGuiKey_Tab },
    NamedKey { "Backspace", ImGuiKey_Backspace },
    NamedKey { "Delete", ImGuiKey_Delete },
    NamedKey { "Insert", ImGuiKey_Insert },
    NamedKey { "Home", ImGuiKey_Home },
    NamedKey { "End", ImGuiKey_End },
    NamedKey { "PageUp", ImGuiKey_PageUp },
    NamedKey { "PageDown", ImGuiKey_PageDown },
    NamedKey { "ArrowLeft", ImGuiKey_LeftArrow },
    NamedKey { "ArrowRight", ImGuiKey_RightArrow },
    NamedKey { "ArrowUp", ImGuiKey_UpArrow },
    NamedKey { "ArrowDown", ImGuiKey_DownArrow },
    NamedKey { "Comma", ImGuiKey_Comma },
    NamedKey { "Period", ImGuiKey_Period },
    NamedKey { "Slash", ImGuiKey_Slash },
    NamedKey { "Minus", ImGuiKey_Minus },
    NamedKey { "Equal", ImGuiKey_Equal },
    NamedKey { "Semicolon", ImGuiKey_Semicolon },
    NamedKey { "Quote", ImGuiKey_Apostrophe },
    NamedKey { "Backquote", ImGuiKey_GraveAccent },
    NamedKey { "Backslash", ImGuiKey_Backslash },
    NamedKey { "BracketLeft", ImGuiKey_LeftBracket },
    NamedKey { "BracketRight", ImGuiKey_RightBracket },
    NamedKey { "ShiftLeft", ImGuiKey_LeftShift },
    NamedKey { "ShiftRight", ImGuiKey_RightShift },
    NamedKey { "ControlLeft", ImGuiKey_LeftCtrl },
    NamedKey { "ControlRight", ImGuiKey_RightCtrl },
    NamedKey { "AltLeft", ImGuiKey_LeftAlt },
    NamedKey { "AltRight", ImGuiKey_RightAlt },
    NamedKey { "MetaLeft", ImGuiKey_LeftSuper },
    NamedKey { "MetaRight", ImGuiKey_RightSuper },
    NamedKey { "ContextMenu", ImGuiKey_Menu },
};

ImGuiKey offset(ImGuiKey first, int steps)
{
    return static_cast<ImGuiKey>(first + steps);
}

}

ImGuiKey key_from_browser(std::string_view name)
{
    if (name.size() == 4 && name.starts_with("Key") && name[3] >= 'A' && name[3] <= 'Z') {
        return offset(ImGuiKey_A, name[3] - 'A');
    }
    if (name.size() == 6 && name.starts_with("Digit") && name[5] >= '0' && name[5] <= '9') {
        return offset(ImGuiKey_0, name[5] - '0');
    }
    if (name.size() == 7 && name.starts_with("Numpad") && name[6] >= '0' && name[6] <= '9') {
        return offset(ImGuiKey_Keypad0, name[6] - '0');
    }
    if (name.size() >= 2 && name.size() <= 3 && name[0] == 'F') {
        const int number = std::atoi(std::string { name.substr(1) }.c_str());
        return number >= 1 && number <= 12 ? offset(ImGuiKey_F1, number - 1) : ImGuiKey_None;
    }
    const auto found = std::find_if(kKeys.begin(), kKeys.end(), [&](const NamedKey& key) { return key.name == name; });
    return found == kKeys.end() ? ImGuiKey_None : found->key;
}

}
