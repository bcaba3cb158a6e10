// SPDX-License-Identifier: Apache-2.0
// Mouse, keys and the mirror's rows of the schedule.
#include "client/language/text.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/schedule/frame.h"
#include "shared/core/sorting.h"

#include <imgui_internal.h>

#include <algorithm>

namespace watchfloor {

namespace {

void select_target(ScheduleFrame& frame, const Target& target)
{
    frame.state.selected = std::string { target.id };
    frame.state.row = target.row;
    frame.commands.push_back(ScheduleItemSelected { std::string { target.id } });
    if (target.at < frame.axis.from() || target.at >= frame.axis.to()) {
        move_to(frame, calendar_start(frame.model, target.at, frame.state.zoom));
    }
}

// The row's item next to the selected one in time; the first if none is selected there.
const Target* neighbour(const ScheduleFrame& frame, int direction)
{
    std::vector<const Target*> row;
    for (const Target& target : frame.targets) {
        if (target.row == frame.state.row) {
            row.push_back(&target);
        }
    }
    sort_stably(row, [](const Target* a, const Target* b) { return a->at < b->at; });
    const auto found = std::find_if(row.begin(), row.end(),
        [&](const Target* target) { return frame.state.selected && *frame.state.selected == target->id; });
    if (row.empty()) {
        return nullptr;
    }
    if (found == row.end()) {
        return row.front();
    }
    const auto index = (found - row.begin()) + direction;
    return index < 0 || index >= static_cast<std::ptrdiff_t>(row.size()) ? nullptr
                                                                         : row[static_cast<std::size_t>(index)];
}

// What is drawn there, else what is drawn nearest.
const Target* target_at(const ScheduleFrame& frame, ImVec2 mouse)
{
    const Target* nearest = nullptr;
    float least = 0;
    for (const Target& target : frame.targets) {
        const auto away = away_from_target(target.from, target.to, mouse);
        if (away && (nearest == nullptr || *away < least)) {
            nearest = &target;
            least = *away;
        }
    }
    return nearest;
}

void step_row(ScheduleFrame& frame, int direction)
{
    if (frame.model.rows.empty()) {
        return;
    }
    const int last = static_cast<int>(frame.model.rows.size()) - 1;
    frame.state.row = static_cast<std::size_t>(std::clamp(static_cast<int>(frame.state.row) + direction, 0, last));
    const RowGeometry& row = frame.rows[frame.state.row];
    frame.state.scroll -= std::max(0.0F, frame.ruler_bottom - row.top);
    frame.state.scroll += std::max(0.0F, row.bottom - frame.to.y);
}

}

void handle_schedule_keys(ScheduleFrame& frame, ImGuiID canvas)
{
    for (const ImGuiKey key :
        { ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_Enter }) {
        ImGui::SetKeyOwner(key, canvas);
    }
    const auto down = [&](ImGuiKey key) { return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, canvas); };
    if (down(ImGuiKey_DownArrow) || down(ImGuiKey_UpArrow)) {
        step_row(frame, down(ImGuiKey_DownArrow) ? 1 : -1);
    }
    if (down(ImGuiKey_LeftArrow) || down(ImGuiKey_RightArrow)) {
        if (const Target* target = neighbour(frame, down(ImGuiKey_RightArrow) ? 1 : -1)) {
            select_target(frame, *target);
        }
    }
    if (ImGui::IsKeyPressed(ImGuiKey_Enter, ImGuiInputFlags_None, canvas) && frame.state.selected
        && ImGui::GetIO().KeyMods == 0) {
        frame.commands.push_back(ScheduleItemOpened { *frame.state.selected });
    }
}

void handle_schedule_mouse(ScheduleFrame& frame)
{
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!frame.hovered) {
        return;
    }
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
    frame.state.scroll -= ImGui::GetIO().KeyShift ? 0 : ImGui::GetIO().MouseWheel * frame.line_height * 2;
    const float across = ImGui::GetIO().MouseWheelH + (ImGui::GetIO().KeyShift ? ImGui::GetIO().MouseWheel : 0);
    if (across != 0) {
        move_to(frame,
            frame.state.from
                - Millis { static_cast<std::int64_t>(static_cast<double>(across) * span_of(frame.state.zoom) / 14) });
    }
    if (mouse.x < frame.plot_left || mouse.y < frame.ruler_bottom) {
        return;
    }
    const Target* meant = target_at(frame, mouse);
    if (meant == nullptr) {
        return;
    }
    const TypeScope type { Type::Caption };
    ImGui::SetTooltip("%s", meant->words.c_str());
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        select_target(frame, *meant);
    }
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        frame.commands.push_back(ScheduleItemOpened { std::string { meant->id } });
    }
}

void declare_targets(ScheduleFrame& frame)
{
    mirror().begin_group({ .id = ImHashStr("schedule-items", 0, ImGui::GetID("list")),
        .role = Role::List,
        .label = std::string { tr(Text::Schedule) },
        .set_size = static_cast<int>(frame.targets.size()) });
    int position = 0;
    std::optional<std::size_t> chosen;
    for (std::size_t i = 0; i < frame.targets.size(); ++i) {
        const Target& target = frame.targets[i];
        ++position;
        const bool selected = frame.state.selected && *frame.state.selected == target.id;
        const bool shown = target.to.x >= frame.plot_left && target.from.x <= frame.to.x
            && target.to.y > frame.ruler_bottom && target.from.y < frame.to.y;
        if (!shown && !selected) {
            continue;
        }
        const MirrorRect meant = target_around(target.from, target.to);
        const ImGuiID id = ImHashData(target.id.data(), target.id.size(), ImHashStr("schedule-row"));
        const auto asked = declare({ .id = id,
            .role = Role::Row,
            .label = target.words,
            .rect = visible_rect({ meant.x, meant.y }, { meant.width, meant.height }),
            .selected = selected,
            .position = position,
            .set_size = static_cast<int>(frame.targets.size()) });
        if (selected && frame.focused) {
            mirror().focused(id);
        }
        if (asked.focus || asked.activated) {
            chosen = i;
        }
        if (asked.activated) {
            frame.commands.push_back(ScheduleItemOpened { std::string { target.id } });
        }
    }
    mirror().end_group();
    if (chosen) {
        select_target(frame, frame.targets[*chosen]);
    }
}

void add_schedule_canvas(ScheduleFrame& frame, ImGuiID canvas)
{
    const ImRect box { frame.from, frame.to };
    const auto asked = declare({ .id = canvas,
        .role = Role::Button,
        .label = std::string { tr(Text::Schedule) },
        .rect = visible_rect(frame.from, box.GetSize()) });
    ImGui::ItemSize(box);
    if (ImGui::ItemAdd(box, canvas)) {
        bool held = false;
        ImGui::ButtonBehavior(box, canvas, &frame.hovered, &held, ImGuiButtonFlags_MouseButtonLeft);
    }
    if (asked.focus || asked.activated || takes_keyboard(frame.state.wants_keys)
        || (ImGui::IsItemActivated() && ImGui::IsAnyMouseDown())) {
        ImGui::FocusItem();
    }
    settle_item(canvas, asked);
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    frame.focused = context.NavId == canvas && context.NavWindow == ImGui::GetCurrentWindow();
}

}
