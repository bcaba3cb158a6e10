// SPDX-License-Identifier: Apache-2.0
#include "client/views/part_notice.h"

#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {

bool part_notice(std::string_view words, std::string_view show_all, Action key)
{
    const float top = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(top + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2);
    label(words,
        { .face = Face::Medium,
            .colour = Colour::Major,
            .width = std::min(text_width(words, Type::Body, Face::Medium), available_width() - grid(80)) });
    same_line(3);
    ImGui::SetCursorPosY(top);
    const bool asked = button(show_all, { .icon = kIconTimes });
    same_line();
    key_hint(key);
    gap(2);
    return asked;
}

}
