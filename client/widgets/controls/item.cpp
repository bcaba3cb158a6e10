// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/item.h"

#include "client/keys/keymap.h"
#include "client/platform/picture.h"

#include <imgui_internal.h>

#include <algorithm>
#include <set>
#include <utility>

namespace watchfloor {

std::string_view shown_part(std::string_view label)
{
    return label.substr(0, label.find("##"));
}

ImGuiID item_id(std::string_view label)
{
    return ImGui::GetID(label.data(), label.data() + label.size());
}

ImGuiID text_id(std::string_view text)
{
    static std::set<ImGuiID> taken;
    static int frame = -1;
    if (frame != ImGui::GetFrameCount()) {
        frame = ImGui::GetFrameCount();
        taken.clear();
    }
    // A seed of their own: a heading and a button may well say the same word.
    const ImGuiID seed = ImGui::GetID("##text");
    ImGuiID id = ImHashStr(text.empty() ? "" : text.data(), text.size(), seed);
    for (int again = 0; !taken.insert(id).second; ++again) {
        id = ImHashData(&again, sizeof again, id);
    }
    return id;
}

MirrorRect visible_rect(ImVec2 from, ImVec2 size)
{
    const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
    const float left = std::max(from.x, clip.Min.x);
    const float top = std::max(from.y, clip.Min.y);
    const float right = std::min(from.x + size.x, clip.Max.x);
    const float bottom = std::min(from.y + size.y, clip.Max.y);
    if (right <= left || bottom <= top) {
        return { from.x, from.y, 0, 0, size.x <= 0 || size.y <= 0 };
    }
    // No letter loses anything by less than a pixel.
    const bool whole = size.x - (right - left) < 1 && size.y - (bottom - top) < 1;
    return { left, top, right - left, bottom - top, whole };
}

MirrorRect target_around(ImVec2 from, ImVec2 to)
{
    const float wider = std::max(0.0F, smallest_target() - (to.x - from.x)) / 2;
    const float higher = std::max(0.0F, smallest_target() - (to.y - from.y)) / 2;
    return { from.x - wider, from.y - higher, to.x - from.x + 2 * wider, to.y - from.y + 2 * higher };
}

std::optional<float> away_from_target(ImVec2 from, ImVec2 to, ImVec2 mouse, float beside)
{
    const MirrorRect target = target_around(from, to);
    const float across = std::max({ from.x - mouse.x, mouse.x - to.x, 0.0F });
    const float along = std::max({ from.y - mouse.y, mouse.y - to.y, 0.0F });
    const bool inside = across <= std::max(beside, from.x - target.x) && along <= from.y - target.y;
    return inside ? std::optional { across + along } : std::nullopt;
}

// Nobody scrolls a wall: what is not whole there is lost.
MirrorRequest declare(MirrorItem item)
{
    if (!item.rect.whole && !is_group(item.role) && theme().surface == Surface::Wall) {
        mirror().note_cut(item.label);
    }
    return mirror().item(std::move(item));
}

void settle_item(ImGuiID id, const MirrorRequest& asked)
{
    if (asked.focus) {
        ImGui::FocusItem();
        ImGui::SetNavCursorVisible(true);
        ImGui::ScrollToItem();
    }
    const auto& context = *ImGui::GetCurrentContext();
    if (context.NavId == id && context.NavWindow != nullptr) {
        mirror().focused(id);
    }
}

namespace {

struct RefusedPress {
    std::string why {};
    int frame = 0;
};
RefusedPress refused_press;

}

void refuse_press(std::string_view why)
{
    mirror().announce(why, true);
    refused_press = { std::string { why }, ImGui::GetFrameCount() };
}

std::string take_refused_press()
{
    RefusedPress taken = std::exchange(refused_press, {});
    return ImGui::GetFrameCount() - taken.frame <= 1 ? std::move(taken.why) : std::string {};
}

bool popup_above()
{
    const auto& context = *ImGui::GetCurrentContext();
    return context.OpenPopupStack.Size > context.BeginPopupStack.Size;
}

void drop_keyboard_ring()
{
    auto& context = *ImGui::GetCurrentContext();
    // Before the request is cancelled: that counts what is left of them.
    context.NavInitRequest = false;
    context.NavInitResult.ID = 0;
    ImGui::NavMoveRequestCancel();
    if (context.ActiveId == 0 && context.NavWindow != nullptr) {
        ImGui::SetNavID(0, ImGuiNavLayer_Main, context.NavFocusScopeId, ImRect());
        ImGui::SetNavCursorVisible(false);
    }
}

int choice_step()
{
    if (popup_above()) {
        return 0;
    }
    const int step
        = (ImGui::IsKeyPressed(ImGuiKey_DownArrow) ? 1 : 0) - (ImGui::IsKeyPressed(ImGuiKey_UpArrow) ? 1 : 0);
    if (step != 0) {
        drop_keyboard_ring();
    }
    return step;
}

bool takes_keyboard(bool& wanted)
{
    return std::exchange(wanted, false) && !typing() && !popup_above();
}

void draw_focus_ring(ImVec2 from, ImVec2 to)
{
    if (pictures_part()) {
        return;
    }
    ImGui::GetWindowDrawList()->AddRect({ from.x - 2, from.y - 2 }, { to.x + 2, to.y + 2 }, colour(Colour::Focus),
        ImGui::GetStyle().FrameRounding + 1, 0, 2.0F);
}

}
