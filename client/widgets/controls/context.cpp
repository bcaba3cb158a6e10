// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/context.h"

#include "client/frame/frame_schedule.h"
#include "client/keys/keymap.h"
#include "client/mirror/mirror.h"
#include "client/theme/fonts.h"
#include "client/theme/theme.h"
#include "client/widgets/controls/modal.h"

#include <imgui.h>
#include <imgui_internal.h>

namespace watchfloor {
namespace {

using InputEvents = ImVector<ImGuiInputEvent>;

// Tab, or a widget that asked for the keyboard: the next frame carries it out, and the field drops what arrives in it.
bool keyboard_on_its_way(const ImGuiContext& context)
{
    return context.NavMoveScoringItems || context.NavMoveSubmitted || context.NavNextActivateId != 0;
}

bool is_key_press(const ImGuiInputEvent& event)
{
    const bool key = event.Type == ImGuiInputEventType_Key && event.Key.Down;
    return key && (event.Key.Key < ImGuiKey_LeftCtrl || event.Key.Key > ImGuiKey_RightSuper)
        && (event.Key.Key & ImGuiMod_Mask_) == 0;
}

// How many of the waiting events this frame takes.
int events_to_take(const ImGuiContext& context, const InputEvents& events)
{
    // A key behind a value from the mirror means that value, and one behind what closed a dialog the screen.
    if (keyboard_on_its_way(context) || mirror().waiting() || modal_closed()) {
        return 0;
    }
    // Within text ImGui itself keeps keys and characters in order.
    if (context.WantTextInputNextFrame == 1) {
        return events.Size;
    }
    int presses = 0;
    for (int i = 0; i < events.Size; ++i) {
        presses += is_key_press(events[i]) ? 1 : 0;
        if (presses > 1) {
            return i;
        }
    }
    return events.Size;
}

void start_frame_with_input()
{
    auto& events = ImGui::GetCurrentContext()->InputEventsQueue;
    const int taken = events_to_take(*ImGui::GetCurrentContext(), events);
    InputEvents waiting;
    for (int i = taken; i < events.Size; ++i) {
        waiting.push_back(events[i]);
    }
    events.resize(taken);
    const int popups = ImGui::GetCurrentContext()->OpenPopupStack.Size;
    ImGui::NewFrame();
    // One Escape closes one thing: what ImGui closed a list or a menu by does not close the dialog below it too.
    if (ImGui::GetCurrentContext()->OpenPopupStack.Size < popups && ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
        ImGui::SetKeyOwner(ImGuiKey_Escape, ImHashStr("##closed popup"), ImGuiInputFlags_LockThisFrame);
    }
    // What ImGui left over comes first.
    for (const auto& event : waiting) {
        events.push_back(event);
    }
}

}

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
    start_frame_with_input();
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
