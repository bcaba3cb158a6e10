// SPDX-License-Identifier: Apache-2.0
#include "client/window/window.h"

#include "client/mirror/mirror_output.h"
#include "client/platform/picture.h"
#include "client/widgets/controls/context.h"
#include "client/window/window_frame.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cfloat>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::chrono::milliseconds kRepeatStep { 33 };
constexpr std::chrono::milliseconds kHoverStep { 60 };

bool repeating_key_held()
{
    for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_GamepadStart; ++key) {
        const bool modifier = key >= ImGuiKey_LeftCtrl && key <= ImGuiKey_RightSuper;
        if (!modifier && ImGui::IsKeyDown(static_cast<ImGuiKey>(key))) {
            return true;
        }
    }
    return false;
}

// What ImGui measures in time rather than in events needs frames to pass.
void request_timed_frames()
{
    const auto& context = *ImGui::GetCurrentContext();
    if (context.HoverItemDelayId != 0 && context.HoverItemDelayTimer < context.Style.HoverDelayNormal) {
        request_frame_after(kHoverStep);
    }
    if (repeating_key_held()) {
        request_frame_after(kRepeatStep);
    }
}

void show_title(const WindowContent& content)
{
    static std::string shown;
    if (std::string title = content.title(); title != shown) {
        set_window_title(title);
        shown = std::move(title);
    }
}

// A picture of a part shows neither where the mouse is nor what has the keyboard.
void draw_content(WindowContent& content)
{
    ImVec2& mouse = ImGui::GetIO().MousePos;
    float& ring = ImGui::GetStyle().Colors[ImGuiCol_NavCursor].w;
    const ImVec2 there = mouse;
    const float shown = ring;
    const bool part = pictures_part();
    if (part) {
        mouse = { -FLT_MAX, -FLT_MAX };
        ring = 0;
    }
    content.frame();
    end_ui_frame();
    if (part) {
        mouse = there;
        ring = shown;
    }
}

}

void compose_frame(WindowContent& content)
{
    begin_picture_frame();
    begin_ui_frame();
    if (take_location_moved()) {
        content.navigated(current_location());
    }
    draw_content(content);
    request_timed_frames();
    ImGui::Render();
    publish_mirror(mirror());
    show_title(content);
}

void take_unseen(WindowContent& content)
{
    frame_schedule().took_unseen(FrameSchedule::Clock::now());
    content.unseen();
    show_title(content);
}

std::chrono::milliseconds until_next_second(std::chrono::system_clock::time_point now)
{
    using namespace std::chrono;
    const auto into = duration_cast<milliseconds>(now.time_since_epoch()).count() % 1000;
    // A few milliseconds late rather than early: an early tick would show the old second again.
    return milliseconds { 1000 - into + 5 };
}

void note_input()
{
    if (!ImGui::GetCurrentContext()->InputEventsQueue.empty()) {
        frame_schedule().input_arrived();
    }
}

void finish_frame(bool ticking)
{
    frame_schedule().set_ticking(ticking);
    frame_schedule().end_frame(FrameSchedule::Clock::now(), !ImGui::GetCurrentContext()->InputEventsQueue.empty(),
        until_next_second(std::chrono::system_clock::now()));
}

}
