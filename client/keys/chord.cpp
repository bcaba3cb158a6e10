// SPDX-License-Identifier: Apache-2.0
#include "client/keys/keymap.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace watchfloor {
namespace {

struct NamedKey {
    std::string_view name;
    ImGuiKey key;
};

constexpr std::array kNamedKeys {
    NamedKey { "enter", ImGuiKey_Enter },
    NamedKey { "keypadenter", ImGuiKey_KeypadEnter },
    NamedKey { "escape", ImGuiKey_Escape },
    NamedKey { "space", ImGuiKey_Space },
    NamedKey { "tab", ImGuiKey_Tab },
    NamedKey { "backspace", ImGuiKey_Backspace },
    NamedKey { "delete", ImGuiKey_Delete },
    NamedKey { "insert", ImGuiKey_Insert },
    NamedKey { "home", ImGuiKey_Home },
    NamedKey { "end", ImGuiKey_End },
    NamedKey { "pageup", ImGuiKey_PageUp },
    NamedKey { "pagedown", ImGuiKey_PageDown },
    NamedKey { "left", ImGuiKey_LeftArrow },
    NamedKey { "right", ImGuiKey_RightArrow },
    NamedKey { "up", ImGuiKey_UpArrow },
    NamedKey { "down", ImGuiKey_DownArrow },
    NamedKey { "comma", ImGuiKey_Comma },
    NamedKey { "period", ImGuiKey_Period },
    NamedKey { "slash", ImGuiKey_Slash },
    NamedKey { "minus", ImGuiKey_Minus },
    NamedKey { "equal", ImGuiKey_Equal },
    NamedKey { "bracketleft", ImGuiKey_LeftBracket },
    NamedKey { "bracketright", ImGuiKey_RightBracket },
};

std::string lower(std::string_view text)
{
    std::string out { text };
    std::transform(
        out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

int modifier(std::string_view name)
{
    if (name == "ctrl") {
        return ImGuiMod_Ctrl;
    }
    if (name == "shift") {
        return ImGuiMod_Shift;
    }
    if (name == "alt") {
        return ImGuiMod_Alt;
    }
    return name == "super" || name == "meta" ? ImGuiMod_Super : 0;
}

int key_named(std::string_view name)
{
    if (name.size() == 1 && name[0] >= 'a' && name[0] <= 'z') {
        return ImGuiKey_A + (name[0] - 'a');
    }
    if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
        return ImGuiKey_0 + (name[0] - '0');
    }
    if (name.size() >= 2 && name[0] == 'f' && std::isdigit(static_cast<unsigned char>(name[1])) != 0) {
        const int number = std::atoi(std::string { name.substr(1) }.c_str());
        return number >= 1 && number <= 12 ? ImGuiKey_F1 + number - 1 : 0;
    }
    const auto found
        = std::find_if(kNamedKeys.begin(), kNamedKeys.end(), [&](const NamedKey& key) { return key.name == name; });
    return found == kNamedKeys.end() ? 0 : found->key;
}

}

int parse_chord(std::string_view text)
{
    const std::string whole = lower(text);
    std::string_view rest = whole;
    int chord = 0;
    for (auto plus = rest.find('+'); plus != std::string_view::npos; plus = rest.find('+')) {
        const int flag = modifier(rest.substr(0, plus));
        if (flag == 0) {
            return 0;
        }
        chord |= flag;
        rest.remove_prefix(plus + 1);
    }
    const int key = key_named(rest);
    return key == 0 ? 0 : chord | key;
}

std::string format_chord(int chord)
{
    std::string out;
    constexpr std::array<std::pair<int, std::string_view>, 4> modifiers { { { ImGuiMod_Ctrl, "Ctrl+" },
        { ImGuiMod_Shift, "Shift+" }, { ImGuiMod_Alt, "Alt+" }, { ImGuiMod_Super, "Super+" } } };
    for (const auto& [flag, name] : modifiers) {
        out += (chord & flag) != 0 ? name : std::string_view {};
    }
    // "Down", as it is read, and short enough for a key cap.
    std::string_view name = ImGui::GetKeyName(static_cast<ImGuiKey>(chord & ~ImGuiMod_Mask_));
    name.remove_suffix(name.ends_with("Arrow") ? std::string_view("Arrow").size() : 0);
    return out.append(name);
}

}
