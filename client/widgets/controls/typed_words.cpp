// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/typed_words.h"

#include <imgui.h>
#include <imgui_internal.h>

namespace watchfloor {
namespace {

void drop_last_character(std::string& words)
{
    while (!words.empty()) {
        const bool begins = (static_cast<unsigned char>(words.back()) & 0xC0U) != 0x80U;
        words.pop_back();
        if (begins) {
            return;
        }
    }
}

}

TypedWords& take_typed_words()
{
    static TypedWords typed;
    if (ImGui::IsWindowAppearing()) {
        typed = {};
        return typed; // the key that opened the list is not meant for it
    }
    for (const ImWchar character : ImGui::GetIO().InputQueueCharacters) {
        // A list's blank chooses what is marked, unless it stands between two words.
        if (character > ' ' || (character == ' ' && !typed.words.empty())) {
            char bytes[5] {};
            ImTextCharToUtf8(bytes, character);
            typed.words += bytes;
            typed.steers = false;
        }
    }
    if (ImGui::IsKeyPressed(ImGuiKey_Backspace)) {
        drop_last_character(typed.words);
        typed.steers = false;
    }
    typed.steers = typed.steers || ImGui::IsKeyPressed(ImGuiKey_DownArrow) || ImGui::IsKeyPressed(ImGuiKey_UpArrow);
    return typed;
}

}
