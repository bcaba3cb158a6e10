// SPDX-License-Identifier: Apache-2.0
#include "client/views/digit_choices.h"

#include "client/keys/keymap.h"
#include "client/mirror/mirror.h"
#include "client/widgets/controls/table.h"

#include <imgui.h>

namespace watchfloor {

std::optional<int> pressed_digit()
{
    if (typing() || !single_keys() || ImGui::GetIO().KeyMods != 0) {
        return std::nullopt;
    }
    for (int digit = 1; digit <= kDigitKeys; ++digit) {
        const auto key = static_cast<ImGuiKey>(static_cast<int>(ImGuiKey_0) + digit);
        const auto pad = static_cast<ImGuiKey>(static_cast<int>(ImGuiKey_Keypad0) + digit);
        if (ImGui::IsKeyPressed(key, false) || ImGui::IsKeyPressed(pad, false)) {
            return digit;
        }
    }
    return std::nullopt;
}

std::string numbered(int number, std::string_view words)
{
    return (number <= kDigitKeys ? std::to_string(number) : std::string(1, ' ')) + "   " + std::string(words);
}

int digit_choices(std::string_view label, const std::vector<std::string>& choices, int selected, bool keys,
    const std::vector<std::string>& why_not)
{
    const int count = static_cast<int>(choices.size());
    const auto reason = [&](int index) {
        const auto at = static_cast<std::size_t>(index);
        return at < why_not.size() ? std::string_view { why_not[at] } : std::string_view {};
    };
    mirror().begin_group(
        { .id = ImGui::GetID(std::string(label).c_str()), .role = Role::List, .label = std::string(label) });
    ImGui::PushID(std::string(label).c_str());
    for (int i = 0; i < count; ++i) {
        const std::string title = numbered(i + 1, choices[static_cast<std::size_t>(i)]);
        const ListRow row { .title = title,
            .detail = reason(i),
            .selected = i == selected,
            .position = i + 1,
            .set_size = count,
            .enabled = reason(i).empty(),
            .wraps = true };
        if (list_row(i, row).activated && row.enabled) {
            selected = i;
        }
    }
    ImGui::PopID();
    mirror().end_group();
    const auto digit = keys ? pressed_digit() : std::nullopt;
    return digit && *digit <= count && reason(*digit - 1).empty() ? *digit - 1 : selected;
}

}
