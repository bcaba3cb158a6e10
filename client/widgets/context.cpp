// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/context.h"

#include "client/mirror/mirror.h"
#include "client/platform/frame_schedule.h"
#include "client/widgets/fonts.h"
#include "client/widgets/keymap.h"
#include "client/widgets/modal.h"
#include "client/widgets/theme.h"

#include <imgui.h>

namespace watchfloor {

void create_ui()
{
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTextCursorBlink = true;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.ConfigNavEscapeClearFocusItem = true;
    // Long frames are normal here (nothing is drawn while idle); repeat and fades must not jump.
    io.KeyRepeatDelay = 0.35F;
    load_fonts();
    apply_theme(theme());
}

void destroy_ui()
{
    ImGui::DestroyContext();
}

void begin_ui_frame()
{
    mirror().begin_frame();
    begin_keymap_frame();
}

void end_ui_frame()
{
    end_modal_frame();
    mirror().end_frame();
    if (mirror().has_announcement()) {
        request_frame_after(std::chrono::milliseconds { 1000 });
    }
    frame_schedule().set_caret(ImGui::GetIO().WantTextInput);
}

}
