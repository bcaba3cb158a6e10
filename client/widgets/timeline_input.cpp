// SPDX-License-Identifier: Apache-2.0
// Mouse, wheel and keys, as ux.md §2 lays them out.
#include "client/platform/frame_schedule.h"
#include "client/widgets/item.h"
#include "client/widgets/keymap.h"
#include "client/widgets/text.h"
#include "client/widgets/timeline_frame.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {

namespace {

constexpr double kWheelStep = 1.2;
constexpr double kKeyStep = 1.25;
constexpr float kClickSlop = 4;
constexpr double kNowLowest = 0.02;
constexpr double kNowHighest = 0.99;

Timestamp placed_at(const TimelineFrame& frame, const TimelineItem& item)
{
    return frame.state.order == TimeOrder::Occurred ? item.begin : item.recorded_at;
}

// The arrows and space belong to the timeline while it has the keyboard, not to ImGui's navigation.
void own_keys(ImGuiID canvas)
{
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

void zoom(TimelineFrame& frame, double factor, float anchor)
{
    move_view(frame, zoomed(frame.state.axis, anchor, factor));
}

void handle_wheel(TimelineFrame& frame)
{
    const ImGuiIO& io = ImGui::GetIO();
    const float across = io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0.0F);
    if (across != 0) {
        frame.state.following = false;
        return move_view(frame, panned(frame.state.axis, -across * frame.state.axis.width * 0.08F));
    }
    if (io.MouseWheel == 0) {
        return;
    }
    const bool zooms = io.KeyCtrl || frame.state.wheel_zooms || !frame.in_plot(io.MousePos);
    if (!zooms) {
        frame.state.scroll -= io.MouseWheel * frame.geometry.lanes.front().row_height * 2;
        return;
    }
    if (frame.in_overview(io.MousePos)) {
        const TimeAxis& axis = frame.state.axis;
        return zoom(frame, std::pow(kWheelStep, -static_cast<double>(io.MouseWheel)), axis.left + axis.width / 2);
    }
    zoom(frame, std::pow(kWheelStep, -static_cast<double>(io.MouseWheel)), io.MousePos.x);
}

void begin_drag(TimelineFrame& frame)
{
    TimelineRuntime& runtime = frame.runtime;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    runtime.drag_axis = frame.state.axis;
    runtime.drag_from = mouse;
    runtime.drag_scroll = frame.state.scroll;
    runtime.dragged = false;
    if (frame.in_overview(mouse)) {
        runtime.drag = TimelineDrag::Overview;
    } else if (frame.in_ruler(mouse) && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::GetIO().KeyShift) {
        runtime.drag = TimelineDrag::Range;
    } else {
        runtime.drag = TimelineDrag::Pan;
    }
    if (const auto lane = frame.lane_at(mouse.y); lane && mouse.y < frame.geometry.lanes_bottom) {
        frame.state.focused_lane = *lane;
    }
}

void continue_drag(TimelineFrame& frame)
{
    TimelineRuntime& runtime = frame.runtime;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const float dx = mouse.x - runtime.drag_from.x;
    const float dy = mouse.y - runtime.drag_from.y;
    runtime.dragged = runtime.dragged || std::abs(dx) > kClickSlop || std::abs(dy) > kClickSlop;
    switch (runtime.drag) {
    case TimelineDrag::None:
        return;
    case TimelineDrag::Pan:
        if (runtime.dragged && runtime.drag_from.x >= frame.geometry.plot_left) {
            frame.state.following = frame.state.following && std::abs(dx) <= kClickSlop;
            frame.state.scroll = runtime.drag_scroll - dy;
            if (!frame.state.following) {
                move_view(frame, panned(runtime.drag_axis, -dx));
            }
        }
        return;
    case TimelineDrag::Range:
        if (runtime.dragged) {
            const Timestamp a = frame.state.axis.at(runtime.drag_from.x);
            const Timestamp b = frame.state.axis.at(mouse.x);
            frame.state.range = TimelineRange { std::min(a, b), std::max(a, b) };
        }
        return;
    case TimelineDrag::Overview:
        frame.state.following = false;
        move_view(frame, centred(frame.state.axis, runtime.overview_axis.at(mouse.x)));
        return;
    }
}

void fit_item(TimelineFrame& frame, const TimelineItem& item)
{
    frame.state.following = false;
    const Timestamp begin = placed_at(frame, item);
    const Timestamp end = item.open() ? std::max(frame.model.now, begin) : std::max(item.end, begin);
    const bool instant = (end - begin).count() < 1000;
    move_view(frame, instant ? fitted(frame.state.axis, begin - Millis { 30'000 }, begin + Millis { 30'000 }, 0)
                             : fitted(frame.state.axis, begin, end, 0.15));
}

void end_drag(TimelineFrame& frame)
{
    const TimelineDrag drag = frame.runtime.drag;
    frame.runtime.drag = TimelineDrag::None;
    if (drag == TimelineDrag::Range) {
        if (!frame.runtime.dragged) {
            frame.state.range.reset();
        }
        frame.commands.push_back(RangeSelected { frame.state.range });
        return;
    }
    const bool clicked = drag == TimelineDrag::Pan && !frame.runtime.dragged
        && ImGui::IsMouseReleased(ImGuiMouseButton_Left) && frame.in_plot(ImGui::GetIO().MousePos);
    if (clicked && frame.state.selected != frame.runtime.hover.seq) {
        frame.state.selected = frame.runtime.hover.seq;
        frame.commands.push_back(ItemSelected { frame.state.selected });
    }
}

void handle_mouse(TimelineFrame& frame)
{
    TimelineRuntime& runtime = frame.runtime;
    if (ImGui::IsItemActivated() && ImGui::IsAnyMouseDown()) {
        begin_drag(frame);
    }
    if (runtime.drag != TimelineDrag::None) {
        continue_drag(frame);
        if (!ImGui::IsItemActive()) {
            end_drag(frame);
        }
    }
    const auto seq = runtime.hover.seq;
    const bool over_plot = runtime.hovered && frame.in_plot(ImGui::GetIO().MousePos);
    if (over_plot && seq && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        if (const auto item = columns_of(frame.model).find(*seq)) {
            fit_item(frame, *item);
            frame.commands.push_back(ItemOpened { *seq });
        }
    }
    if (over_plot && seq && ImGui::IsMouseReleased(ImGuiMouseButton_Right) && !runtime.dragged) {
        frame.commands.push_back(ItemMenuAsked { *seq });
    }
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
    const int target = std::clamp(static_cast<int>(frame.state.focused_lane) + by, 0, last);
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
    } else if (frame.state.marks.size() < 32) {
        frame.state.marks.push_back(at);
    }
}

void handle_view_keys(TimelineFrame& frame)
{
    const auto down = [&](Action action) { return pressed_in_timeline(action, frame.runtime.focused); };
    TimelineViewState& state = frame.state;
    const std::array<std::pair<Action, double>, 2> zooms { { { Action::ZoomIn, 1 / kKeyStep }, { Action::ZoomOut, kKeyStep } } };
    for (const auto& [action, factor] : zooms) {
        const bool going_on = frame.runtime.focused && held(action);
        if (down(action)) {
            zoom(frame, factor, zoom_anchor(frame));
        } else if (going_on) {
            zoom(frame, std::pow(factor, static_cast<double>(ImGui::GetIO().DeltaTime) * 12), zoom_anchor(frame));
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
        const auto whole = whole_extent(frame.model, frame.runtime);
        state.following = false;
        move_view(frame, fitted(state.axis, whole.from, whole.to, 0.03));
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
    if (!typing() && ImGui::GetIO().KeyMods == 0 && ImGui::IsKeyPressed(ImGuiKey_O, false)) {
        frame.state.order = frame.state.order == TimeOrder::Occurred ? TimeOrder::Recorded : TimeOrder::Occurred;
        frame.commands.push_back(TimeOrderChanged { frame.state.order });
    }
    if (frame.state.range && pressed(Action::Cancel)) {
        frame.state.range.reset();
        frame.commands.push_back(RangeSelected {});
    }
}

void keep_scroll_inside(TimelineFrame& frame)
{
    const float room = frame.geometry.lanes_bottom - frame.geometry.ruler_bottom;
    const float furthest = std::max(0.0F, frame.geometry.content_height - room);
    frame.state.scroll = std::round(std::clamp(frame.state.scroll, 0.0F, furthest));
}

}

void move_view(TimelineFrame& frame, const TimeAxis& axis)
{
    const TimeAxis before = frame.state.axis;
    if (axis.from_millis == before.from_millis && axis.millis_per_pixel == before.millis_per_pixel) {
        return;
    }
    frame.state.axis = axis;
    if (frame.state.following) {
        // A zoom while following may push now to the side; out of sight, it is no longer followed.
        const double share = (static_cast<double>(frame.model.now.millis) - axis.from_millis)
            / (axis.to_millis() - axis.from_millis);
        frame.state.following = share >= kNowLowest && share <= kNowHighest;
        frame.runtime.now_share = frame.state.following ? share : frame.runtime.now_share;
    }
    const bool told = !frame.commands.empty() && std::holds_alternative<ViewMoved>(frame.commands.back());
    if (told) {
        frame.commands.pop_back();
    }
    frame.commands.push_back(ViewMoved { axis.from(), axis.to() });
}

void select_item(TimelineFrame& frame, std::optional<std::uint64_t> seq)
{
    if (!seq) {
        return;
    }
    frame.state.selected = seq;
    frame.commands.push_back(ItemSelected { seq });
    const auto item = columns_of(frame.model).find(*seq);
    if (!item) {
        return;
    }
    for (std::size_t i = 0; i < frame.model.lanes.size(); ++i) {
        const LaneModel& lane = frame.model.lanes[i];
        if (lane.style != LaneStyle::Curve && lane.lane == item->lane) {
            frame.state.focused_lane = i;
        }
    }
    const float x = frame.state.axis.x(placed_at(frame, *item));
    if (x < frame.state.axis.left + grid(4) || x > frame.state.axis.left + frame.state.axis.width - grid(8)) {
        frame.state.following = false;
        move_view(frame, centred(frame.state.axis, placed_at(frame, *item)));
    }
}

void follow_now(TimelineFrame& frame)
{
    if (frame.state.following) {
        TimeAxis& axis = frame.state.axis;
        axis.from_millis = static_cast<double>(frame.model.now.millis)
            - frame.runtime.now_share * axis.millis_per_pixel * static_cast<double>(axis.width);
    }
}

void handle_timeline_input(TimelineFrame& frame, ImGuiID canvas)
{
    const TimelineGeometry& geometry = frame.geometry;
    const ImVec2 size { geometry.to.x - geometry.from.x, geometry.to.y - geometry.from.y };
    const auto asked = declare({ .id = canvas, .role = Role::Button,
        .label = tr(Text::TimelineCanvas,
            tr(frame.state.order == TimeOrder::Occurred ? Text::TimelineOccurred : Text::TimelineRecorded)),
        .rect = visible_rect(geometry.from, size) });
    constexpr int kButtons = ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight
        | ImGuiButtonFlags_MouseButtonMiddle;
    const ImRect box { geometry.from, geometry.to };
    ImGui::ItemSize(box);
    if (ImGui::ItemAdd(box, canvas)) {
        bool hovered = false;
        bool pressed_down = false;
        ImGui::ButtonBehavior(box, canvas, &hovered, &pressed_down, kButtons | ImGuiButtonFlags_PressedOnClickRelease);
        frame.runtime.hovered = hovered;
    }
    if (asked.focus || asked.activated || (ImGui::IsItemActivated() && ImGui::IsAnyMouseDown())) {
        ImGui::FocusItem();
    }
    settle_item(canvas, asked);
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    frame.runtime.focused = context.NavId == canvas && context.NavWindow == ImGui::GetCurrentWindow();
    handle_mouse(frame);
    if (frame.runtime.hovered) {
        ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelX);
        ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
        handle_wheel(frame);
    }
    declare_rows(frame);
    if (pressed(Action::FollowNow)) {
        frame.state.following = true;
        frame.runtime.now_share = 0.88;
    }
    if (pressed(Action::Pause)) {
        frame.state.following = !frame.state.following;
    }
    if (frame.runtime.focused) {
        own_keys(canvas);
        handle_view_keys(frame);
        handle_item_keys(frame, canvas);
    }
    keep_scroll_inside(frame);
    follow_now(frame);
}

}
