// SPDX-License-Identifier: Apache-2.0
// Mouse, wheel, and how the view moves.
#include "client/frame/frame_schedule.h"
#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/timeline/frame.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

constexpr double kWheelStep = 1.2;
constexpr float kClickSlop = 4;
constexpr double kNowLowest = 0.02;
constexpr double kNowHighest = 0.99;
constexpr Millis kLeastWhole { 86'400'000 };

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
        return zoom_view(frame, std::pow(kWheelStep, -static_cast<double>(io.MouseWheel)), axis.left + axis.width / 2);
    }
    zoom_view(frame, std::pow(kWheelStep, -static_cast<double>(io.MouseWheel)), io.MousePos.x);
}

void begin_drag(TimelineFrame& frame)
{
    TimelineRuntime& runtime = frame.runtime;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    runtime.drag_axis = frame.state.axis;
    runtime.drag_from = mouse;
    runtime.drag_scroll = frame.state.scroll;
    runtime.dragged = false;
    runtime.pressed_seq = runtime.hover.seq;
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
    if (clicked && frame.state.selected != frame.runtime.pressed_seq) {
        frame.state.selected = frame.runtime.pressed_seq;
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
    const auto seq = runtime.hover.seq ? runtime.hover.seq : runtime.pressed_seq;
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

void keep_scroll_inside(TimelineFrame& frame)
{
    const float room = frame.geometry.lanes_bottom - frame.geometry.ruler_bottom;
    const float furthest = std::max(0.0F, frame.geometry.content_height - room);
    frame.state.scroll = std::round(std::clamp(frame.state.scroll, 0.0F, furthest));
}

}

// Further out than this there is nothing to see. A young room can still look at a day.
TimeAxis longest_view(TimelineFrame& frame)
{
    TimelineRange whole = whole_extent(frame.model, frame.runtime);
    whole.from = std::min(whole.from, whole.to - kLeastWhole);
    return fitted(frame.state.axis, whole.from, whole.to, kWholeMargin);
}

void zoom_view(TimelineFrame& frame, double factor, float anchor)
{
    const TimeAxis axis = zoomed(frame.state.axis, anchor, factor);
    const TimeAxis longest = longest_view(frame);
    move_view(frame, factor > 1 && axis.millis_per_pixel > longest.millis_per_pixel ? longest : axis);
}

void show_everything(TimelineFrame& frame)
{
    const TimelineRange whole = whole_extent(frame.model, frame.runtime);
    frame.state.following = false;
    move_view(frame, fitted(frame.state.axis, whole.from, whole.to, kWholeMargin));
    // Of what is not held yet, too, where the caller asks for it.
    frame.state.goal = TimelineGoal { std::nullopt, false, kWholeMargin };
    request_frame();
}

Timestamp placed_at(const TimelineFrame& frame, const TimelineItem& item)
{
    return frame.state.order == TimeOrder::Occurred ? item.begin : item.recorded_at;
}

void fit_item(TimelineFrame& frame, const TimelineItem& item)
{
    frame.state.following = false;
    const Timestamp begin = placed_at(frame, item);
    const Timestamp end = item.open() ? std::max(frame.model.now, begin) : std::max(item.end, begin);
    const bool instant = (end - begin).count() < 1000;
    move_view(frame,
        instant ? fitted(frame.state.axis, begin - Millis { 30'000 }, begin + Millis { 30'000 }, 0)
                : fitted(frame.state.axis, begin, end, 0.15));
}

void move_view(TimelineFrame& frame, const TimeAxis& axis)
{
    const TimeAxis before = frame.state.axis;
    if (axis.from_millis == before.from_millis && axis.millis_per_pixel == before.millis_per_pixel) {
        return;
    }
    frame.state.axis = axis;
    frame.state.goal.reset();
    if (frame.state.following) {
        // A zoom while following may push now to the side; out of sight, it is no longer followed.
        const double share
            = (static_cast<double>(frame.model.now.millis) - axis.from_millis) / (axis.to_millis() - axis.from_millis);
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
    const auto asked = declare({ .id = canvas,
        .role = Role::Button,
        .label = tr(Text::TimelineCanvas,
            tr(frame.state.order == TimeOrder::Occurred ? Text::TimelineOccurred : Text::TimelineRecorded)),
        .rect = visible_rect(geometry.from, size) });
    constexpr int kButtons
        = ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle;
    const ImRect box { geometry.from, geometry.to };
    ImGui::ItemSize(box);
    if (ImGui::ItemAdd(box, canvas)) {
        bool hovered = false;
        bool pressed_down = false;
        ImGui::ButtonBehavior(box, canvas, &hovered, &pressed_down, kButtons | ImGuiButtonFlags_PressedOnClickRelease);
        frame.runtime.hovered = hovered;
    }
    const bool opened = takes_keyboard(frame.state.wants_keys) && !frame.model.wall;
    if (asked.focus || asked.activated || opened || (ImGui::IsItemActivated() && ImGui::IsAnyMouseDown())) {
        ImGui::FocusItem();
    }
    settle_item(canvas, asked);
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    // A wall is read, never worked: nothing on it has the keyboard.
    frame.runtime.focused
        = !frame.model.wall && context.NavId == canvas && context.NavWindow == ImGui::GetCurrentWindow();
    handle_mouse(frame);
    if (frame.runtime.hovered) {
        ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelX);
        ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
        handle_wheel(frame);
    }
    declare_rows(frame);
    if (pressed(Action::FollowNow)) {
        frame.state.following = true;
        frame.state.goal.reset();
        frame.runtime.now_share = kNowShare;
    }
    if (pressed(Action::Pause)) {
        frame.state.following = !frame.state.following;
    }
    if (frame.runtime.focused) {
        handle_timeline_keys(frame, canvas);
    }
    keep_scroll_inside(frame);
    follow_now(frame);
}

}
