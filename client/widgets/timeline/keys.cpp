// SPDX-License-Identifier: Apache-2.0
// Keys, while the timeline has the keyboard.
#include "client/frame/frame_schedule.h"
#include "client/keys/keymap.h"
#include "client/widgets/timeline/frame.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {

namespace {

constexpr double kKeyStep = 1.25;

// The arrows and space belong to the timeline while it has the keyboard, not to ImGui's navigation;
// Escape too while there is a range to clear.
void own_keys(ImGuiID canvas, bool escape)
{
    if (escape) {
        ImGui::SetKeyOwner(ImGuiKey_Escape, canvas);
    }
    for (const ImGuiKey key : { ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow,
             ImGuiKey_Space, ImGuiKey_Enter, ImGuiKey_KeypadEnter }) {
        ImGui::SetKeyOwner(key, canvas);
    }
}

bool key_pressed(ImGuiKey key, ImGuiID canvas, bool repeat = false)
{
    return ImGui::IsKeyPressed(key, repeat ? ImGuiInputFlags_Repeat : ImGuiInputFlags_None, canvas);
}

// A letter key of the keymap that stays down goes on acting.
bool held(Action action)
{
    const int chord = parse_chord(keys_of(action));
    const bool plain = chord != 0 && (chord & ImGuiMod_Mask_) == 0 && ImGui::GetIO().KeyMods == 0;
    return plain && !typing() && ImGui::IsKeyDown(static_cast<ImGuiKey>(chord))
        && ImGui::GetKeyData(static_cast<ImGuiKey>(chord))->DownDuration > 0.2F;
}

float zoom_anchor(const TimelineFrame& frame)
{
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const TimeAxis& axis = frame.state.axis;
    if (frame.runtime.hovered && mouse.x >= axis.left && mouse.x <= axis.left + axis.width) {
        return mouse.x;
    }
    if (frame.state.selected) {
        if (const auto item = columns_of(frame.model).find(*frame.state.selected)) {
            const float x = axis.x(placed_at(frame, *item));
            if (x >= axis.left && x <= axis.left + axis.width) {
                return x;
            }
        }
    }
    if (frame.state.following) {
        return axis.x(frame.model.now);
    }
    return axis.left + axis.width / 2;
}

void step_item(TimelineFrame& frame, bool forward, bool in_lane)
{
    const TimelineColumns& columns = columns_of(frame.model);
    const TimeOrder order = frame.state.order;
    if (frame.state.selected && columns.find(*frame.state.selected)) {
        const auto next = in_lane ? columns.neighbour_in_lane(*frame.state.selected, order, forward)
                                  : columns.neighbour(*frame.state.selected, order, forward);
        return next ? select_item(frame, next) : void();
    }
    if (frame.state.focused_lane < frame.model.lanes.size()
        && frame.model.lanes[frame.state.focused_lane].style != LaneStyle::Curve) {
        const TimeAxis& axis = frame.state.axis;
        const Timestamp middle = axis.at(axis.left + axis.width / 2);
        select_item(frame, columns.nearest(frame.model.lanes[frame.state.focused_lane].lane, order, middle));
    }
}

void step_lane(TimelineFrame& frame, int by)
{
    if (frame.model.lanes.empty()) {
        return;
    }
    const auto last = static_cast<int>(frame.model.lanes.size()) - 1;
    int target = std::clamp(static_cast<int>(frame.state.focused_lane) + by, 0, last);
    const auto folded = [&](int lane) {
        const LaneGeometry& geometry = frame.geometry.lanes[static_cast<std::size_t>(lane)];
        return geometry.bottom <= geometry.top;
    };
    while (folded(target) && target + by >= 0 && target + by <= last) {
        target += by;
    }
    if (folded(target)) {
        return;
    }
    frame.state.focused_lane = static_cast<std::size_t>(target);
    const LaneGeometry& lane = frame.geometry.lanes[frame.state.focused_lane];
    frame.state.scroll -= std::max(0.0F, frame.geometry.ruler_bottom - lane.top);
    frame.state.scroll += std::max(0.0F, lane.bottom - frame.geometry.lanes_bottom);
    const LaneModel& lane_model = frame.model.lanes[frame.state.focused_lane];
    if (frame.state.selected && lane_model.style != LaneStyle::Curve) {
        const TimelineColumns& columns = columns_of(frame.model);
        const auto item = columns.find(*frame.state.selected);
        const auto at = item ? placed_at(frame, *item) : frame.model.now;
        if (const auto nearest = columns.nearest(lane_model.lane, frame.state.order, at)) {
            select_item(frame, nearest);
        }
    }
}

void centre_then_fit(TimelineFrame& frame)
{
    const auto item = frame.state.selected ? columns_of(frame.model).find(*frame.state.selected) : std::nullopt;
    if (!item) {
        return;
    }
    const TimeAxis& axis = frame.state.axis;
    const float away = axis.x(placed_at(frame, *item)) - (axis.left + axis.width / 2);
    if (std::abs(away) > 2) {
        frame.state.following = false;
        return move_view(frame, centred(axis, placed_at(frame, *item)));
    }
    fit_item(frame, *item);
}

void range_from_selection(TimelineFrame& frame)
{
    const auto item = frame.state.selected ? columns_of(frame.model).find(*frame.state.selected) : std::nullopt;
    if (item) {
        const Timestamp begin = placed_at(frame, *item);
        const Timestamp end = item->open() ? frame.model.now : item->end;
        frame.state.range = TimelineRange { begin, std::max(end, begin + Millis { 1000 }) };
        frame.commands.push_back(RangeSelected { frame.state.range });
    }
}

void toggle_mark(TimelineFrame& frame)
{
    const auto item = frame.state.selected ? columns_of(frame.model).find(*frame.state.selected) : std::nullopt;
    const bool mouse = frame.runtime.hovered && ImGui::GetIO().MousePos.x >= frame.geometry.plot_left;
    const Timestamp at = mouse ? frame.state.axis.at(ImGui::GetIO().MousePos.x)
        : item                 ? placed_at(frame, *item)
                               : frame.model.now;
    const float x = frame.state.axis.x(at);
    const auto near = std::remove_if(frame.state.marks.begin(), frame.state.marks.end(),
        [&](Timestamp mark) { return std::abs(frame.state.axis.x(mark) - x) < 6; });
    if (near != frame.state.marks.end()) {
        frame.state.marks.erase(near, frame.state.marks.end());
    } else if (frame.state.marks.size() < kMostMarks) {
        frame.state.marks.push_back(at);
    }
}

void handle_view_keys(TimelineFrame& frame)
{
    const auto down = [&](Action action) { return pressed_in_timeline(action, frame.runtime.focused); };
    TimelineViewState& state = frame.state;
    const std::array<std::pair<Action, double>, 2> zooms { { { Action::ZoomIn, 1 / kKeyStep },
        { Action::ZoomOut, kKeyStep } } };
    for (const auto& [action, factor] : zooms) {
        const bool going_on = frame.runtime.focused && held(action);
        if (down(action)) {
            zoom_view(frame, factor, zoom_anchor(frame));
        } else if (going_on) {
            zoom_view(frame, std::pow(factor, static_cast<double>(ImGui::GetIO().DeltaTime) * 12), zoom_anchor(frame));
            request_frame();
        }
    }
    const std::array<std::pair<Action, float>, 2> pans { { { Action::PanLeft, -1.0F }, { Action::PanRight, 1.0F } } };
    for (const auto& [action, sign] : pans) {
        const bool going_on = frame.runtime.focused && held(action);
        if (down(action)) {
            state.following = false;
            move_view(frame, panned(state.axis, sign * state.axis.width * 0.1F));
        } else if (going_on) {
            move_view(frame, panned(state.axis, sign * state.axis.width * ImGui::GetIO().DeltaTime));
            request_frame();
        }
    }
    if (down(Action::FitAll)) {
        show_everything(frame);
    }
    if (down(Action::Fit)) {
        centre_then_fit(frame);
    }
}

void handle_item_keys(TimelineFrame& frame, ImGuiID canvas)
{
    const auto down = [&](Action action) { return pressed_in_timeline(action, frame.runtime.focused); };
    if (down(Action::NextItem) || key_pressed(ImGuiKey_RightArrow, canvas, true)) {
        step_item(frame, true, !down(Action::NextItem));
    }
    if (down(Action::PreviousItem) || key_pressed(ImGuiKey_LeftArrow, canvas, true)) {
        step_item(frame, false, !down(Action::PreviousItem));
    }
    if (key_pressed(ImGuiKey_DownArrow, canvas, true)) {
        step_lane(frame, 1);
    }
    if (key_pressed(ImGuiKey_UpArrow, canvas, true)) {
        step_lane(frame, -1);
    }
    if (key_pressed(ImGuiKey_Enter, canvas) && frame.state.selected && ImGui::GetIO().KeyMods == 0) {
        frame.commands.push_back(ItemOpened { *frame.state.selected });
    }
    if (down(Action::Range)) {
        range_from_selection(frame);
    }
    if (down(Action::Mark)) {
        toggle_mark(frame);
    }
    if (down(Action::TimeOrder)) {
        frame.state.order = frame.state.order == TimeOrder::Occurred ? TimeOrder::Recorded : TimeOrder::Occurred;
        frame.commands.push_back(TimeOrderChanged { frame.state.order });
    }
    if (frame.state.range && pressed(Action::Cancel)) {
        frame.state.range.reset();
        frame.commands.push_back(RangeSelected {});
    }
}

}

void handle_timeline_keys(TimelineFrame& frame, ImGuiID canvas)
{
    own_keys(canvas, frame.state.range.has_value());
    handle_view_keys(frame);
    handle_item_keys(frame, canvas);
}

}
