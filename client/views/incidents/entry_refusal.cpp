// SPDX-License-Identifier: Apache-2.0
// The composer of those who may not write.
#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/views/incidents/entry_desk.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

namespace watchfloor {

// Where there is nothing to write into it says why, and the key for it too: letters typed there would be commands.
void EntryDesk::draw_no_composer(const PanelContext& context, const std::string& why)
{
    begin_panel("composer", { .height = composer_height(), .label = tr(Text::ComposerLabel) });
    const float top = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(top + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2);
    label(why, { .colour = Colour::Secondary, .width = available_width() - ImGui::GetFrameHeight() - grid(3) });
    same_line(2);
    ImGui::SetCursorPosY(top);
    align_right(ImGui::GetFrameHeight());
    draw_drawer_button();
    end_panel();
    refuse_action(Action::Note, why);
    composing_ = false;
    if (pressed(Action::Note)) {
        context.intents.emplace_back(Say { why, true });
    }
}

}
