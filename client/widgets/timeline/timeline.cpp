// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/timeline/timeline.h"

#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/platform/location.h"
#include "client/platform/picture.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "client/widgets/timeline/frame.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace watchfloor {

namespace {

constexpr double kFirstSpan = 3'600'000;
constexpr double kRoundedOff = 0.01;

void place_axis(TimelineFrame& frame)
{
    const float left = frame.geometry.plot_left;
    const float width = std::max(1.0F, frame.geometry.to.x - left);
    TimeAxis& axis = frame.state.axis;
    if (!frame.state.placed) {
        axis.left = left;
        axis.width = width;
        axis.millis_per_pixel = kFirstSpan / static_cast<double>(width);
        frame.state.placed = true;
    } else if (axis.left != left || axis.width != width) {
        axis = resized(axis, left, width);
    }
}

// A stretch that goes on with now ends where now stands, with its usual room for what comes.
void reach_goal(TimelineFrame& frame)
{
    const auto& goal = frame.goal;
    if (!goal) {
        return;
    }
    if (!goal->range && frame.model.partial) {
        frame.state.goal = goal;
        return;
    }
    TimelineViewState& state = frame.state;
    const TimelineRange range = goal->range.value_or(whole_extent(frame.model, frame.runtime));
    state.axis = fitted(state.axis, range.from, range.to, goal->margin);
    state.following = goal->follows;
    if (state.following) {
        frame.runtime.now_share = kNowShare;
        state.axis = zoomed(state.axis, state.axis.left, 1 / kNowShare);
        follow_now(frame);
    }
    frame.commands.push_back(ViewMoved { state.axis.from(), state.axis.to() });
}

std::string range_words(const TimelineFrame& frame)
{
    const TimeAxis& axis = frame.state.axis;
    const SiteZone& zone = frame.model.zone;
    const int offset = zone.offset_at(axis.from());
    const bool short_view = axis.to_millis() - axis.from_millis < 10'000;
    const bool one_day = format_date(axis.from(), offset) == format_date(axis.to(), offset);
    std::string text = one_day ? format_date(axis.from(), offset) + ", " + format_clock(axis.from(), offset, short_view)
                               : format_date_and_clock(axis.from(), offset);
    text += " – ";
    text += one_day ? format_clock(axis.to(), offset, short_view) : format_date_and_clock(axis.to(), offset);
    return text + ' ' + zone.name;
}

void draw_toolbar(TimelineFrame& frame)
{
    TimelineViewState& state = frame.state;
    const bool following = state.following;
    const bool frozen = frame.model.frozen_since.has_value();
    if (button(tr(frozen           ? Text::TimelineFrozen
                       : following ? Text::TimelineLive
                                   : Text::TimelinePaused),
            { .kind = following && !frozen ? ButtonKind::Primary : ButtonKind::Secondary,
                .icon = following && !frozen ? kIconDotCircleO : kIconPause })) {
        state.following = !following;
    }
    same_line(3);
    const float line = ImGui::GetCursorPosY();
    const float lower = (ImGui::GetFrameHeight() - font_size(Type::Caption)) / 2;
    ImGui::SetCursorPosY(line + std::max(0.0F, std::round(lower)));
    const std::string span
        = format_span(Millis { static_cast<std::int64_t>(state.axis.to_millis() - state.axis.from_millis) });
    const float buttons = 4 * (smallest_target() + grid(4)) + label_width(tr(Text::TimelineByRecorded)) + grid(18);
    const float room = std::max(grid(20), available_width() - buttons - grid(2));
    std::string words = range_words(frame);
    // How long that is gives way first: it can be reckoned.
    if (const std::string whole = words + "   ·   " + span; text_width(whole, Type::Caption) <= room) {
        words = whole;
    }
    label(words, { .type = Type::Caption, .colour = Colour::Secondary, .width = room });
    same_line(2);
    ImGui::SetCursorPosY(line);
    align_right(buttons);
    bool recorded = state.order == TimeOrder::Recorded;
    if (toggle(tr(Text::TimelineByRecorded), recorded)) {
        state.order = recorded ? TimeOrder::Recorded : TimeOrder::Occurred;
        frame.commands.push_back(TimeOrderChanged { state.order });
    }
    same_line(2);
    if (icon_button(kIconCalendar, tr(Text::ActionTimePicker), { .action = Action::TimePicker })) {
        frame.commands.push_back(TimePickAsked {});
    }
    same_line(1);
    const float middle = state.axis.left + state.axis.width / 2;
    if (icon_button(kIconSearchMinus, tr(Text::TimelineZoomOut))) {
        zoom_view(frame, 2.0, middle);
    }
    same_line(1);
    if (icon_button(kIconSearchPlus, tr(Text::TimelineZoomIn))) {
        move_view(frame, zoomed(state.axis, middle, 0.5));
    }
    same_line(1);
    if (icon_button(kIconExpand, tr(Text::TimelineFitAll))) {
        show_everything(frame);
    }
}

std::optional<std::int64_t> read_number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc {} && end == text.data() + text.size();
    return whole ? std::optional { value } : std::nullopt;
}

std::optional<std::int64_t> number_in(const QueryPairs& query, std::string_view name)
{
    for (const auto& [key, value] : query) {
        if (key == name) {
            return read_number(value);
        }
    }
    return std::nullopt;
}

bool storable(std::int64_t millis)
{
    return millis >= -kMaxItemMillis && millis <= kMaxItemMillis;
}

}

namespace {

// Lanes in which words are cut get a line more, in turn, as long as there is room. What a picture took is no measure for
// the screen.
void lay_out(TimelineFrame& frame, ImVec2 from, ImVec2 to)
{
    lay_out_lanes(frame);
    const auto lines = [&frame] {
        std::vector<int> rows;
        for (const LaneGeometry& lane : frame.geometry.lanes) {
            rows.push_back(lane.rows);
        }
        return rows;
    };
    for (std::vector<int> before; pictures_part() && before != lines();) {
        before = lines();
        frame.geometry = timeline_geometry(frame.model, frame.runtime, from, to, frame.state.scroll);
        lay_out_lanes(frame);
    }
}

}

TimelineViewState::TimelineViewState() : runtime(std::make_unique<TimelineRuntime>()) { }
TimelineViewState::~TimelineViewState() = default;
TimelineViewState::TimelineViewState(TimelineViewState&&) noexcept = default;
TimelineViewState& TimelineViewState::operator=(TimelineViewState&&) noexcept = default;

std::vector<TimelineCommand> draw_timeline(
    std::string_view id, const TimelineModel& model, TimelineViewState& state, float height)
{
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float total = height > 0 ? height : std::max(room.y, 1.0F);
    const ImGuiID canvas = item_id(id);
    ImGui::PushID(static_cast<int>(canvas));
    TimelineFrame frame { model, state, *state.runtime, {}, *ImGui::GetWindowDrawList(),
        std::exchange(state.goal, std::nullopt) };
    frame.runtime.labels_before.swap(frame.runtime.labels);
    frame.runtime.labels.clear();
    if (model.wall) {
        // Nobody hovers there: what just happened needs room for its words.
        frame.runtime.now_share = 0.7;
    }
    // The toolbar reads the axis of the frame before; a first frame has none and skips it.
    if (state.placed) {
        follow_now(frame);
    }
    if (!short_ruler(model) && state.placed) {
        draw_toolbar(frame);
    } else if (!short_ruler(model)) {
        ImGui::Dummy({ 1, smallest_target() + grid(2) });
    } else if (model.strip && pressed(Action::TimePicker)) { // a strip has no room for the button with the key
        frame.commands.push_back(TimePickAsked {});
    }
    const ImVec2 from { start.x, short_ruler(model) ? start.y : ImGui::GetCursorScreenPos().y };
    const ImVec2 to { start.x + std::max(room.x, grid(60)),
        std::max(start.y + total, from.y + grid(model.strip ? 10.0F : 30.0F)) };
    frame.geometry = timeline_geometry(model, frame.runtime, from, to, state.scroll);
    place_axis(frame);
    reach_goal(frame);

    ImGui::SetCursorScreenPos(from);
    follow_now(frame);
    handle_timeline_input(frame, canvas);
    frame.geometry = timeline_geometry(model, frame.runtime, from, to, state.scroll);
    const std::vector<int> rows_wanted = frame.runtime.rows_wanted;
    lay_out(frame, from, to);
    find_hover(frame);
    draw_ground(frame);
    draw_lanes(frame);
    draw_overlays(frame);
    draw_gutter(frame);
    draw_ruler(frame);
    draw_overview(frame);
    draw_tooltip(frame);
    if (frame.runtime.focused && !model.wall) {
        draw_focus_ring({ from.x + 2, from.y + 2 }, { to.x - 2, to.y - 2 });
    }
    if (pictures_part()) {
        frame.runtime.rows_wanted = rows_wanted;
    }
    ImGui::PopID();
    return std::move(frame.commands);
}

namespace {

QueryPairs query_of(const TimelineViewState& state, bool following)
{
    QueryPairs query;
    if (following) {
        const double span = state.axis.to_millis() - state.axis.from_millis;
        query.emplace_back("span", std::to_string(std::llround(span)));
    } else {
        // Without what dividing by the width and multiplying by it again adds: read and written often, it stays the same.
        query.emplace_back("t0", std::to_string(std::llround(std::floor(state.axis.from_millis + kRoundedOff))));
        query.emplace_back("t1", std::to_string(std::llround(std::ceil(state.axis.to_millis() - kRoundedOff))));
    }
    if (state.selected) {
        query.emplace_back("sel", std::to_string(*state.selected));
    }
    if (state.range) {
        query.emplace_back("r0", std::to_string(state.range->from.millis));
        query.emplace_back("r1", std::to_string(state.range->to.millis));
    }
    if (state.order == TimeOrder::Recorded) {
        query.emplace_back("order", "1");
    }
    if (!state.marks.empty()) {
        std::vector<std::int64_t> marks;
        for (const Timestamp mark : state.marks) {
            marks.push_back(mark.millis);
        }
        query.emplace_back("marks", format_numbers(marks));
    }
    if (state.scroll > 0) {
        query.emplace_back("y", std::to_string(std::lround(state.scroll)));
    }
    return query;
}

// Nobody loses those they set by coming from an address that says nothing of them.
void apply_marks_and_scroll(TimelineViewState& state, const QueryPairs& query)
{
    for (const auto& [name, value] : query) {
        if (name != "marks") {
            continue;
        }
        state.marks.clear();
        for (const std::int64_t mark : parse_numbers(value)) {
            if (storable(mark) && state.marks.size() < kMostMarks) {
                state.marks.push_back({ mark });
            }
        }
    }
    constexpr std::int64_t kFurthest = 100'000;
    const auto scroll = number_in(query, "y");
    state.scroll = scroll ? static_cast<float>(std::clamp<std::int64_t>(*scroll, 0, kFurthest)) : state.scroll;
}

}

QueryPairs timeline_query(const TimelineViewState& state)
{
    return query_of(state, state.following);
}

// One that was never drawn knows no stretch yet.
QueryPairs fixed_timeline_query(const TimelineViewState& state)
{
    return query_of(state, state.following && state.axis.width <= 1);
}

void apply_timeline_query(TimelineViewState& state, const QueryPairs& query)
{
    const auto t0 = number_in(query, "t0");
    const auto t1 = number_in(query, "t1");
    const auto span = number_in(query, "span");
    state.goal.reset();
    if (t0 && t1 && storable(*t0) && storable(*t1) && *t1 > *t0) {
        state.axis.width = std::max(1.0F, state.axis.width);
        state.axis.from_millis = static_cast<double>(*t0);
        state.axis.millis_per_pixel = static_cast<double>(*t1 - *t0) / static_cast<double>(state.axis.width);
        state.following = false;
        state.placed = true;
    } else if (span && *span > 0 && storable(*span)) {
        state.axis.millis_per_pixel
            = static_cast<double>(*span) / static_cast<double>(std::max(1.0F, state.axis.width));
        state.following = true;
        state.placed = true;
    }
    const auto selected = number_in(query, "sel");
    const bool usable = selected && *selected >= 0 && static_cast<std::uint64_t>(*selected) <= kMaxItemSeq;
    state.selected = usable ? std::optional { static_cast<std::uint64_t>(*selected) } : std::nullopt;
    const auto r0 = number_in(query, "r0");
    const auto r1 = number_in(query, "r1");
    const bool range = r0 && r1 && storable(*r0) && storable(*r1) && *r1 > *r0;
    state.range = range ? std::optional { TimelineRange { { *r0 }, { *r1 } } } : std::nullopt;
    state.order = number_in(query, "order") == 1 ? TimeOrder::Recorded : TimeOrder::Occurred;
    apply_marks_and_scroll(state, query);
}

}
