// SPDX-License-Identifier: Apache-2.0
// Items in words: what the mouse points at, and the mirror's rows.
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/timeline/frame.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace watchfloor {

namespace {

constexpr int kRowsAround = 4;

std::string_view words_for(const TimelineModel& model, std::uint64_t seq)
{
    return model.label_for ? model.label_for(seq) : std::string_view {};
}

std::string flag_words(std::uint8_t flags)
{
    std::string words;
    const auto add = [&](std::uint8_t flag, Text text) {
        if ((flags & flag) != 0) {
            words += words.empty() ? "" : ", ";
            words += tr(text);
        }
    };
    add(kItemLate, Text::TimelineLate);
    add(kItemMuted, Text::TimelineMuted);
    add(kItemExercise, Text::TimelineExercise);
    add(kItemSuperseded, Text::TimelineSuperseded);
    add(kItemAcknowledged, Text::TimelineAcknowledged);
    return words;
}

std::string time_words(const TimelineModel& model, const TimelineItem& item)
{
    const SiteZone& zone = model.zone;
    std::string words = format_date_and_clock(item.begin, zone.offset_at(item.begin)) + ' ' + zone.name;
    if (item.open()) {
        words += ", " + std::string { tr(Text::TimelineOpen) };
    } else if (item.end > item.begin) {
        words += " – " + format_clock(item.end, zone.offset_at(item.end)) + " (" + format_span(item.end - item.begin)
            + ")";
    }
    return words;
}

// "Critical alert, Disk full on db-1, Fri 21 Nov, 14:03:20 CET, still going on".
std::string spoken_item(const TimelineModel& model, const TimelineItem& item)
{
    std::string words { item_kind_name(item.kind) };
    if (item.severity != ItemSeverity::Normal) {
        words = std::string { severity_name(shown_severity(item.severity)) } + ", " + words;
    }
    const auto label = words_for(model, item.seq);
    if (!label.empty()) {
        words += ", " + std::string { label };
    }
    words += ", " + time_words(model, item);
    const std::string flags = flag_words(item.flags);
    return flags.empty() ? words : words + ", " + flags;
}

ImGuiID row_id(std::uint64_t seq)
{
    return ImHashData(&seq, sizeof seq, ImHashStr("timeline-row"));
}

const LaneLayout* layout_of(const TimelineFrame& frame, const TimelineItem& item, std::size_t& lane)
{
    for (std::size_t i = 0; i < frame.model.lanes.size() && i < frame.runtime.layouts.size(); ++i) {
        if (frame.model.lanes[i].style != LaneStyle::Curve && frame.model.lanes[i].lane == item.lane) {
            lane = i;
            return &frame.runtime.layouts[i];
        }
    }
    return nullptr;
}

// The shape that spoke for the item in the frame before; none if it had none.
const PlacedMark* shape_of(const LaneLayout& layout, std::uint64_t seq)
{
    const auto found = std::find_if(layout.placed.begin(), layout.placed.end(),
        [&](const PlacedMark& placed) { return placed.mark.first_seq == seq; });
    return found == layout.placed.end() ? nullptr : &*found;
}

MirrorRect row_rect(const LaneGeometry& geometry, const PlacedMark& placed)
{
    const float y = geometry.items_top + static_cast<float>(placed.row) * geometry.row_height;
    const MirrorRect meant = target_around({ placed.x0, y }, { placed.x1, y + geometry.row_height });
    return visible_rect({ meant.x, meant.y }, { meant.width, meant.height });
}

std::string state_words(std::uint32_t count, std::uint32_t open)
{
    return tr(Text::TimelineStates, format_count(open), format_count(count - open));
}

// "stands for 3: 1 still going on, 2 over".
std::string together_words(const PlacedMark& placed)
{
    return tr(Text::TimelineTogether, format_count(placed.count), state_words(placed.count, placed.open_count));
}

void declare_row(TimelineFrame& frame, const TimelineItem& item, std::size_t position, std::size_t size)
{
    const bool chosen = frame.state.selected == item.seq;
    std::size_t lane = 0;
    const LaneLayout* layout = layout_of(frame, item, lane);
    const PlacedMark* shape = layout != nullptr ? shape_of(*layout, item.seq) : nullptr;
    const bool merged = shape != nullptr && shape->count > 1;
    const auto asked = declare({ .id = row_id(item.seq),
        .role = Role::Row,
        .label = spoken_item(frame.model, item) + (merged ? ", " + together_words(*shape) : std::string {}),
        .rect = shape != nullptr ? row_rect(frame.geometry.lanes[lane], *shape) : MirrorRect {},
        .selected = chosen,
        .position = static_cast<int>(position + 1),
        .set_size = static_cast<int>(size) });
    if (chosen && frame.runtime.focused) {
        mirror().focused(row_id(item.seq));
    }
    if (asked.focus || asked.activated) {
        select_item(frame, item.seq);
        if (asked.focus) {
            ImGui::FocusItem();
        }
        if (asked.activated) {
            frame.commands.push_back(ItemOpened { item.seq });
        }
    }
}

// The lane's items around the selected one, or around the middle of what is shown; on a wall, which nobody pans, the
// newest.
void declare_neighbourhood(TimelineFrame& frame, const LaneModel& lane)
{
    const TimelineColumns& columns = columns_of(frame.model);
    const LaneSpans& spans = columns.lane(lane.lane, frame.state.order);
    if (spans.empty()) {
        return;
    }
    const auto selected = frame.state.selected ? columns.find(*frame.state.selected) : std::nullopt;
    const Timestamp middle
        = frame.model.wall ? frame.model.now : frame.state.axis.at(frame.state.axis.left + frame.state.axis.width / 2);
    auto position = spans.lower_bound(middle.millis);
    if (selected && selected->lane == lane.lane) {
        const Timestamp at = frame.state.order == TimeOrder::Occurred ? selected->begin : selected->recorded_at;
        position = spans.lower_bound(at.millis, selected->seq);
    }
    for (int i = 0; i < kRowsAround && position != spans.begin(); ++i) {
        position = spans.previous(position);
    }
    std::size_t rank = spans.rank(position);
    for (int i = 0; i <= 2 * kRowsAround && position != spans.end(); ++i, ++rank) {
        if (const auto item = columns.find(spans.at(position).seq())) {
            declare_row(frame, *item, rank, spans.size());
        }
        position = spans.next(position);
    }
}

// What of the lane is in sight.
MirrorRect lane_rect(const TimelineGeometry& geometry, const LaneGeometry& lane)
{
    const float top = std::max(lane.top, geometry.ruler_bottom);
    const float bottom = std::max(top, std::min(lane.bottom, geometry.lanes_bottom));
    return visible_rect({ geometry.from.x, top }, { geometry.to.x - geometry.from.x, bottom - top });
}

// Every lane is said with its count, so that nobody has to walk there to learn that it is empty.
void declare_lane(TimelineFrame& frame, std::size_t index, bool with_rows)
{
    const LaneModel& lane = frame.model.lanes[index];
    const std::size_t count
        = lane.style == LaneStyle::Curve ? 0 : columns_of(frame.model).lane(lane.lane, frame.state.order).size();
    mirror().begin_group({ .id = ImHashStr(lane.name.c_str(), 0, ImHashStr("timeline-lane")),
        .role = Role::List,
        .label = lane.style == LaneStyle::Curve
            ? lane.name
            : tr(Text::TimelineLaneItems, lane.name, tr(Text::TimelineItems, format_count(count))),
        .rect = lane_rect(frame.geometry, frame.geometry.lanes[index]),
        .set_size = static_cast<int>(count) });
    if (with_rows && lane.style != LaneStyle::Curve) {
        declare_neighbourhood(frame, lane);
    }
    mirror().end_group();
}

void tooltip_line(std::string_view text, Colour name)
{
    ImGui::PushStyleColor(ImGuiCol_Text, colour(name));
    ImGui::PushTextWrapPos(ImGui::GetFontSize() * 28);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
}

void item_tooltip(const TimelineModel& model, const TimelineItem& item)
{
    const auto label = words_for(model, item.seq);
    std::string head { item_kind_name(item.kind) };
    if (item.severity != ItemSeverity::Normal) {
        head += "  ·  " + std::string { severity_name(shown_severity(item.severity)) };
    }
    tooltip_line(head,
        item.severity >= ItemSeverity::Minor ? severity_colour(shown_severity(item.severity)) : Colour::Secondary);
    tooltip_line(label.empty() ? tr(Text::TimelineFetching) : label, Colour::Text);
    const std::string note = model.note_for ? model.note_for(item.seq) : std::string {};
    if (!note.empty()) {
        tooltip_line(note, Colour::Secondary);
    }
    tooltip_line(time_words(model, item), Colour::Secondary);
    tooltip_line(format_clock(item.begin, 0) + " UTC", Colour::Muted);
    if ((item.flags & kItemLate) != 0) {
        const int offset = model.zone.offset_at(item.recorded_at);
        tooltip_line(tr(Text::TimelineRecordedAt, format_date_and_clock(item.recorded_at, offset)), Colour::Focus);
    }
    const std::string flags = flag_words(item.flags);
    if (!flags.empty()) {
        tooltip_line(flags, Colour::Muted);
    }
}

void merged_tooltip(const TimelineFrame& frame)
{
    const TimelineHover& hover = frame.runtime.hover;
    const int offset = frame.model.zone.offset_at(hover.from);
    const MergedCounts& counts = hover.merged;
    const auto open = std::accumulate(counts.open.begin(), counts.open.end(), 0U);
    const std::string states = open > 0 ? ": " + state_words(hover.count, open) : std::string {};
    tooltip_line(tr(Text::TimelineItems, format_count(hover.count)) + states, Colour::Text);
    if (!frame.runtime.layouts[*hover.lane].dense) {
        tooltip_line(words_for(frame.model, *hover.seq), Colour::Text);
    }
    for (std::size_t i = kItemSeverityCount; i-- > 0;) {
        const auto severity = static_cast<ItemSeverity>(i);
        if (counts.all[i] > 0) {
            const std::string part = counts.open[i] > 0 ? ": " + state_words(counts.all[i], counts.open[i]) : "";
            tooltip_line(
                format_count(counts.all[i]) + "  " + std::string { severity_name(shown_severity(severity)) } + part,
                severity == ItemSeverity::Normal ? Colour::Secondary : severity_colour(shown_severity(severity)));
        }
    }
    const std::string note = frame.model.note_for ? frame.model.note_for(*hover.seq) : std::string {};
    if (!note.empty() && !frame.runtime.layouts[*hover.lane].dense) {
        tooltip_line(note, Colour::Secondary);
    }
    tooltip_line(format_clock(hover.from, offset, true) + " – " + format_clock(hover.to, offset, true) + ' '
            + frame.model.zone.name,
        Colour::Muted);
}

void point_at(TimelineHover& hover, const PlacedMark& placed)
{
    hover.seq = placed.mark.first_seq;
    hover.count = placed.count;
    hover.merged = placed.merged;
    hover.from = { placed.mark.begin_millis };
    hover.to = { placed.mark.last_begin_millis + 1 };
}

void hover_placed(TimelineFrame& frame, const LaneLayout& layout, std::size_t lane, ImVec2 mouse)
{
    const LaneGeometry& geometry = frame.geometry.lanes[lane];
    constexpr float kBeside = 5; // that near a wide shape is meant too
    TimelineHover& hover = frame.runtime.hover;
    std::optional<float> best;
    for (const PlacedMark& placed : layout.placed) {
        const float y = geometry.items_top + static_cast<float>(placed.row) * geometry.row_height;
        const auto away = away_from_target({ placed.x0, y }, { placed.x1, y + geometry.row_height }, mouse, kBeside);
        if (away && (!best || *away < *best)) {
            best = away;
            point_at(hover, placed);
        }
    }
}

// The words beside a shape lead to it as the shape does.
void hover_words(TimelineFrame& frame, const LaneLayout& layout, ImVec2 mouse)
{
    for (const LabelRect& label : frame.runtime.labels_before) {
        const bool over = mouse.x >= label.x0 && mouse.x <= label.x1 && mouse.y >= label.y0 && mouse.y <= label.y1;
        if (over && label.seq) {
            const PlacedMark* shape = shape_of(layout, *label.seq);
            return shape != nullptr ? point_at(frame.runtime.hover, *shape) : void();
        }
    }
}

std::array<std::uint32_t, kItemSeverityCount> counted_in(
    const TimelineFrame& frame, std::size_t lane, const DenseCell& cell, bool open_only)
{
    return columns_of(frame.model)
        .counts_between(
            frame.model.lanes[lane].lane, frame.state.order, { cell.begin_millis }, { cell.end_millis }, open_only);
}

void hover_dense(TimelineFrame& frame, const LaneLayout& layout, std::size_t lane, float x)
{
    for (const DenseCell& cell : layout.cells) {
        if (x >= cell.x0 && x < std::max(cell.x1, cell.x0 + 3)) {
            frame.runtime.hover.seq = cell.first_seq;
            frame.runtime.hover.count = cell.count;
            frame.runtime.hover.from = { cell.begin_millis };
            frame.runtime.hover.to = { cell.end_millis };
            frame.runtime.hover.merged = { counted_in(frame, lane, cell, false), counted_in(frame, lane, cell, true) };
            return;
        }
    }
}

}

void find_hover(TimelineFrame& frame)
{
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    frame.runtime.hover = {};
    const auto lane = frame.lane_at(mouse.y);
    if (frame.model.wall || !frame.runtime.hovered || !frame.in_plot(mouse) || !lane
        || frame.runtime.drag != TimelineDrag::None) {
        return;
    }
    frame.runtime.hover.lane = lane;
    const LaneLayout& layout = frame.runtime.layouts[*lane];
    if (layout.dense) {
        hover_dense(frame, layout, *lane, mouse.x);
    } else {
        hover_placed(frame, layout, *lane, mouse);
        if (!frame.runtime.hover.seq) {
            hover_words(frame, layout, mouse);
        }
    }
}

void draw_tooltip(const TimelineFrame& frame)
{
    const TimelineHover& hover = frame.runtime.hover;
    if (!hover.seq || !hover.lane) {
        return;
    }
    const auto item = columns_of(frame.model).find(*hover.seq);
    if (!item) {
        return;
    }
    const TypeScope type { Type::Caption };
    if (ImGui::BeginTooltip()) {
        if (hover.count > 1) {
            merged_tooltip(frame);
        } else {
            item_tooltip(frame.model, *item);
        }
        ImGui::EndTooltip();
    }
}

void declare_rows(TimelineFrame& frame)
{
    for (std::size_t i = 0; i < frame.model.lanes.size(); ++i) {
        declare_lane(frame, i, frame.model.wall || i == frame.state.focused_lane);
    }
}

}
