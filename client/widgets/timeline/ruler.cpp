// SPDX-License-Identifier: Apache-2.0
// What frames the lanes: ground, grid, ruler, pinned names, now, range, marks.
#include "client/language/text.h"
#include "client/platform/picture.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/timeline/frame.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

float tick_spacing()
{
    return font_size(Type::Caption) * 6.5F;
}

// A word on the ruler that others give way to.
struct RulerTag {
    float x0 = 0;
    float x1 = 0;
    std::string text {};
    Colour fill {};
    Colour ink {};
};

RulerTag ruler_tag(const TimelineFrame& frame, float x, std::string text, Colour fill, Colour ink)
{
    const float width = label_width(text, Face::Medium) + grid(2.5F);
    const float right = frame.geometry.to.x;
    const float x0
        = std::clamp(x - width / 2, frame.geometry.plot_left, std::max(frame.geometry.plot_left, right - width));
    return { x0, x0 + width, std::move(text), fill, ink };
}

bool on_axis(const TimelineFrame& frame, float x)
{
    return x >= frame.geometry.plot_left && x <= frame.geometry.to.x;
}

// In order of importance: each later one that would cover an earlier one is left out.
std::vector<RulerTag> ruler_tags(const TimelineFrame& frame)
{
    std::vector<RulerTag> tags;
    const auto add = [&](RulerTag tag) {
        const bool free = std::none_of(tags.begin(), tags.end(),
            [&](const RulerTag& other) { return tag.x0 < other.x1 + grid(1) && tag.x1 > other.x0 - grid(1); });
        if (free) {
            tags.push_back(std::move(tag));
        }
    };
    const TimeAxis& axis = frame.state.axis;
    const SiteZone& zone = frame.model.zone;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool pointing = !frame.model.wall && frame.runtime.hovered && (frame.in_plot(mouse) || frame.in_ruler(mouse));
    if (frame.state.range) {
        const float middle = (std::max(axis.x(frame.state.range->from), axis.left)
                                 + std::min(axis.x(frame.state.range->to), axis.left + axis.width))
            / 2;
        const auto span = frame.state.range->to - frame.state.range->from;
        add(ruler_tag(frame, middle, format_span(span), Colour::Accent, Colour::Ink));
    }
    if (pointing) {
        const Timestamp at = axis.at(mouse.x);
        const bool fine = axis.millis_per_pixel < 20;
        add(ruler_tag(frame, mouse.x, format_clock(at, zone.offset_at(at), fine), Colour::Background2, Colour::Text));
    }
    if (frame.model.frozen_since && on_axis(frame, axis.x(*frame.model.frozen_since))) {
        const Timestamp since = *frame.model.frozen_since;
        add(ruler_tag(frame, axis.x(since), tr(Text::TimelineNoDataSince, format_clock(since, zone.offset_at(since))),
            Colour::Unknown, Colour::Ink));
    }
    const float now = axis.x(frame.model.now);
    if (on_axis(frame, now)) {
        add(ruler_tag(frame, now, std::string { tr(Text::TimelineNow) }, Colour::Text, Colour::Ink));
    }
    return tags;
}

void draw_tag(TimelineFrame& frame, const RulerTag& tag, float y)
{
    const float text = font_size(Type::Caption);
    frame.list.AddRectFilled({ tag.x0, y }, { tag.x1, y + text + grid(0.5F) }, colour(tag.fill), grid(0.75F));
    draw_label(frame, { tag.x0 + grid(1.25F), y + grid(0.25F) }, tag.text, { .colour = tag.ink, .face = Face::Medium });
}

void draw_tick_labels(TimelineFrame& frame, const std::vector<RulerTag>& tags)
{
    const float text = font_size(Type::Caption);
    const float y = frame.geometry.from.y + grid(0.5F);
    float site_end = frame.geometry.plot_left;
    float utc_end = frame.geometry.plot_left;
    for (const Tick& tick : ticks(frame.state.axis, frame.model.zone, tick_spacing())) {
        const float x = tick.x + grid(1);
        const float site_right = x + label_width(tick.site);
        const bool covered = std::any_of(tags.begin(), tags.end(),
            [&](const RulerTag& tag) { return x < tag.x1 + grid(1) && site_right > tag.x0 - grid(1); });
        if (tick.x >= site_end && site_right < frame.geometry.to.x && !covered) {
            draw_label(frame, { x, y }, tick.site,
                { .colour = tick.strong ? Colour::Text : Colour::Secondary,
                    .face = tick.strong ? Face::Medium : Face::Regular });
            site_end = site_right;
        }
        if (!short_ruler(frame.model) && tick.x >= utc_end && x + label_width(tick.utc) < frame.geometry.to.x
            && !tick.utc.empty()) {
            draw_label(frame, { x, y + text + grid(0.5F) }, tick.utc, { .colour = Colour::Muted });
            utc_end = x + label_width(tick.utc);
        }
    }
}

void draw_windows(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    for (std::size_t i = 0; i < frame.model.lanes.size(); ++i) {
        const LaneGeometry& lane = geometry.lanes[i];
        if (!frame.model.lanes[i].shows_windows || !lane_visible(frame, i)) {
            continue;
        }
        for (const TimelineWindow& window : frame.model.windows) {
            const float x0 = std::max(frame.state.axis.x(window.begin), geometry.plot_left);
            const float x1 = std::min(frame.state.axis.x(window.end), geometry.to.x);
            if (x1 <= x0) {
                continue;
            }
            const ImVec2 from { x0, std::max(lane.top, geometry.ruler_bottom) };
            const ImVec2 to { std::max(x1, x0 + 3), std::min(lane.bottom, geometry.lanes_bottom) };
            frame.list.AddRectFilled(from, to, severity_ink(ItemSeverity::Maintenance, 0.05F));
            draw_hatch(frame.list, from, to, severity_ink(ItemSeverity::Maintenance, 0.16F), grid(3));
        }
    }
}

// Behind the items, which stay readable; the ruler says since when.
void draw_frozen(TimelineFrame& frame)
{
    if (!frame.model.frozen_since) {
        return;
    }
    const TimelineGeometry& geometry = frame.geometry;
    const float x0 = std::max(frame.state.axis.x(*frame.model.frozen_since), geometry.plot_left);
    if (x0 >= geometry.to.x) {
        return;
    }
    const ImVec2 from { x0, geometry.ruler_bottom };
    const ImVec2 to { geometry.to.x, geometry.lanes_bottom };
    draw_hatch(frame.list, from, to, colour(Colour::Unknown, 0.2F), grid(3));
    frame.list.AddLine({ x0, from.y }, { x0, to.y }, colour(Colour::Unknown), 1.5F);
}

void draw_range(TimelineFrame& frame)
{
    if (!frame.state.range) {
        return;
    }
    const TimelineGeometry& geometry = frame.geometry;
    const float x0 = std::max(frame.state.axis.x(frame.state.range->from), geometry.plot_left);
    const float x1 = std::min(frame.state.axis.x(frame.state.range->to), geometry.to.x);
    if (x1 < geometry.plot_left || x0 > geometry.to.x) {
        return;
    }
    frame.list.AddRectFilled({ x0, geometry.from.y }, { x1, geometry.lanes_bottom }, colour(Colour::Accent, 0.10F));
    for (const float x : { x0, x1 }) {
        frame.list.AddLine({ x, geometry.from.y }, { x, geometry.lanes_bottom }, colour(Colour::Accent), 1.5F);
    }
}

void draw_marks(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    for (const Timestamp mark : frame.state.marks) {
        const float x = std::round(frame.state.axis.x(mark));
        if (!on_axis(frame, x)) {
            continue;
        }
        for (float y = geometry.ruler_bottom; y < geometry.lanes_bottom; y += 9) {
            frame.list.AddRectFilled(
                { x - 0.5F, y }, { x + 0.5F, std::min(y + 5, geometry.lanes_bottom) }, colour(Colour::Focus, 0.8F));
        }
        const float top = geometry.ruler_bottom - grid(3.5F);
        frame.list.AddTriangleFilled(
            { x, top }, { x + grid(2.5F), top + grid(1.25F) }, { x, top + grid(2.5F) }, colour(Colour::Focus));
        frame.list.AddLine({ x, top }, { x, geometry.ruler_bottom }, colour(Colour::Focus), 1.2F);
    }
}

// How late an item was written down: a dotted line from when it occurred to when it was recorded.
void draw_second_time(TimelineFrame& frame)
{
    const auto seq = frame.runtime.hover.seq ? frame.runtime.hover.seq : frame.state.selected;
    const auto item = seq ? columns_of(frame.model).find(*seq) : std::nullopt;
    if (!item || (item->flags & kItemLate) == 0) {
        return;
    }
    for (std::size_t i = 0; i < frame.runtime.layouts.size(); ++i) {
        for (const PlacedMark& placed : frame.runtime.layouts[i].placed) {
            if (placed.mark.first_seq != *seq) {
                continue;
            }
            const LaneGeometry& lane = frame.geometry.lanes[i];
            const float y = lane.items_top + (static_cast<float>(placed.row) + 1) * lane.row_height - 1.5F;
            const float a = frame.state.axis.x(item->begin);
            const float b = frame.state.axis.x(item->recorded_at);
            const float to = std::min(std::max(a, b), frame.geometry.to.x);
            for (float x = std::max(std::min(a, b), frame.geometry.plot_left); x < to; x += 6) {
                frame.list.AddCircleFilled({ x, y }, 1.3F, colour(Colour::Focus), 6);
            }
            frame.list.AddCircle({ b, y }, 4, colour(Colour::Focus), 12, 1.5F);
        }
    }
}

std::string lane_summary(const TimelineFrame& frame, std::size_t index)
{
    const LaneModel& lane = frame.model.lanes[index];
    if (lane.style == LaneStyle::Curve) {
        if (!lane.curve || *lane.curve >= frame.model.curves.size()) {
            return {};
        }
        const ChartSeries& series = frame.model.curves[*lane.curve];
        const auto latest = series.samples == nullptr ? std::nullopt : series.samples->latest();
        return latest ? format_value(latest->value, series.unit) : std::string {};
    }
    const auto count = frame.runtime.layouts[index].item_count;
    const auto untold = frame.runtime.untold[index];
    const std::string more = untold == 0 ? std::string {} : "  " + tr(Text::TimelineMore, format_count(untold));
    return count == 0 ? std::string {} : format_count(count) + more;
}

void draw_lane_name(TimelineFrame& frame, std::size_t index)
{
    const TimelineGeometry& geometry = frame.geometry;
    const LaneGeometry& lane = geometry.lanes[index];
    const float text = font_size(Type::Caption);
    const float least = geometry.ruler_bottom + (lane.top < geometry.ruler_bottom ? grid(0.5F) : 0);
    const float y = std::max(lane.items_top + (lane.row_height - text) / 2, least);
    if (y + text > std::min(lane.bottom, geometry.lanes_bottom)) {
        return;
    }
    const float x = geometry.from.x + grid(2.5F);
    draw_icon(
        frame.list, frame.model.lanes[index].icon, { x + text / 2, y + text / 2 }, text * 0.95F, colour(Colour::Muted));
    const float name_x = x + text + grid(1.5F);
    const float right = geometry.plot_left - grid(2);
    const std::string summary = lane_summary(frame, index);
    const float summary_width = label_width(summary);
    const float second_y = y + text + grid(0.5F);
    const bool below = second_y + text <= lane.bottom;
    const float name_room = below ? right - name_x : right - name_x - summary_width - grid(1.5F);
    draw_label(frame, { name_x, y }, frame.model.lanes[index].name,
        { .width = name_room, .colour = Colour::Text, .face = Face::Medium });
    if (below && second_y + text <= geometry.lanes_bottom) {
        draw_label(frame, { name_x, second_y }, summary, { .width = right - name_x, .colour = Colour::Muted });
    } else if (!below) {
        draw_label(frame, { right - summary_width, y }, summary, { .colour = Colour::Muted });
    }
}

}

void draw_ground(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    frame.list.AddRectFilled(geometry.from, geometry.to, colour(Colour::Background0), grid(1));
    frame.list.PushClipRect({ geometry.from.x, geometry.ruler_bottom }, { geometry.to.x, geometry.lanes_bottom }, true);
    for (std::size_t i = 0; i < geometry.lanes.size(); ++i) {
        const LaneGeometry& lane = geometry.lanes[i];
        if (i % 2 == 1) {
            frame.list.AddRectFilled(
                { geometry.plot_left, lane.top }, { geometry.to.x, lane.bottom }, colour(Colour::Background1, 0.55F));
        }
    }
    for (const Tick& tick : ticks(frame.state.axis, frame.model.zone, tick_spacing())) {
        const float x = std::round(tick.x);
        frame.list.AddRectFilled({ x, geometry.ruler_bottom }, { x + 1, geometry.lanes_bottom },
            tick.strong ? colour(Colour::ControlBorder, 0.55F) : colour(Colour::Grid, 0.75F));
    }
    draw_windows(frame);
    const float now = std::round(frame.state.axis.x(frame.model.now));
    if (now < geometry.to.x) {
        frame.list.AddRectFilled({ std::max(now, geometry.plot_left), geometry.ruler_bottom },
            { geometry.to.x, geometry.lanes_bottom }, colour(Colour::Background2, 0.30F));
    }
    frame.list.PopClipRect();
    frame.list.PushClipRect(
        { geometry.plot_left, geometry.ruler_bottom }, { geometry.to.x, geometry.lanes_bottom }, true);
    draw_frozen(frame);
    if (on_axis(frame, now)) {
        frame.list.AddRectFilled({ now - stroke(0.75F), geometry.ruler_bottom },
            { now + stroke(0.75F), geometry.lanes_bottom }, colour(Colour::Text, 0.85F));
    }
    frame.list.PopClipRect();
}

void draw_overlays(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    frame.list.PushClipRect({ geometry.plot_left, geometry.from.y }, { geometry.to.x, geometry.lanes_bottom }, true);
    draw_range(frame);
    draw_second_time(frame);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!frame.model.wall && frame.runtime.hovered && (frame.in_plot(mouse) || frame.in_ruler(mouse))) {
        frame.list.AddLine({ mouse.x, geometry.ruler_bottom }, { mouse.x, geometry.lanes_bottom },
            colour(Colour::ControlBorder, 0.6F));
    }
    frame.list.PopClipRect();
}

void draw_gutter(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    frame.list.AddRectFilled(geometry.from, { geometry.plot_left, geometry.to.y }, colour(Colour::Background1));
    frame.list.PushClipRect({ geometry.from.x, geometry.ruler_bottom }, { geometry.to.x, geometry.lanes_bottom }, true);
    for (std::size_t i = 0; i < geometry.lanes.size(); ++i) {
        const LaneGeometry& lane = geometry.lanes[i];
        if (!lane_visible(frame, i)) {
            continue;
        }
        if (frame.runtime.focused && i == frame.state.focused_lane && !pictures_part()) {
            frame.list.AddRectFilled(
                { geometry.from.x, lane.top }, { geometry.plot_left, lane.bottom }, colour(Colour::Background2));
            frame.list.AddRectFilled(
                { geometry.from.x, lane.top }, { geometry.from.x + 3, lane.bottom }, colour(Colour::Accent));
        }
        frame.list.AddLine(
            { geometry.from.x, lane.bottom }, { geometry.to.x, lane.bottom }, colour(Colour::Grid, 0.55F));
        draw_lane_name(frame, i);
    }
    frame.list.PopClipRect();
    frame.list.AddLine(
        { geometry.plot_left, geometry.from.y }, { geometry.plot_left, geometry.to.y }, colour(Colour::Grid));
}

void draw_ruler(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    const float text = font_size(Type::Caption);
    frame.list.AddRectFilled(geometry.from, { geometry.to.x, geometry.ruler_bottom }, colour(Colour::Background1));
    const TimeAxis& axis = frame.state.axis;
    frame.list.PushClipRect({ geometry.plot_left, geometry.from.y }, { geometry.to.x, geometry.ruler_bottom }, true);
    draw_range(frame);
    for (const float x : minor_ticks(axis, frame.model.zone, tick_spacing())) {
        frame.list.AddRectFilled({ std::round(x), geometry.ruler_bottom - grid(1) },
            { std::round(x) + 1, geometry.ruler_bottom }, colour(Colour::Grid));
    }
    for (const Tick& tick : ticks(axis, frame.model.zone, tick_spacing())) {
        const float x = std::round(tick.x);
        frame.list.AddRectFilled({ x, geometry.from.y + grid(1) }, { x + 1, geometry.ruler_bottom },
            colour(tick.strong ? Colour::ControlBorder : Colour::Grid));
    }
    const auto tags = ruler_tags(frame);
    draw_tick_labels(frame, tags);
    draw_marks(frame);
    for (const RulerTag& tag : tags) {
        draw_tag(frame, tag, geometry.from.y + grid(0.25F));
    }
    frame.list.PopClipRect();
    frame.list.PushClipRect({ geometry.plot_left, geometry.from.y }, { geometry.to.x, geometry.lanes_bottom }, true);
    draw_marks(frame);
    frame.list.PopClipRect();
    const float x = geometry.from.x + grid(2.5F);
    const float y = geometry.from.y + grid(0.5F);
    const int offset = frame.model.zone.offset_at(axis.from());
    const float right = geometry.plot_left - grid(2);
    const float zone_width = label_width(frame.model.zone.name, Face::Medium);
    const std::string hidden = geometry.hidden_lanes > 0
        ? tr(Text::TimelineMoreLanes, format_count(geometry.hidden_lanes))
            + (frame.model.grow_key.empty() ? "" : "  " + frame.model.grow_key)
        : geometry.folded_lanes > 0 ? tr(Text::TimelineEmptyLanes, format_count(geometry.folded_lanes))
                                    : std::string {};
    draw_label(
        frame, { right - zone_width, y }, frame.model.zone.name, { .colour = Colour::Text, .face = Face::Medium });
    const float room = right - x - zone_width - grid(2);
    if (short_ruler(frame.model)) {
        draw_label(frame, { x, y }, hidden, { .width = room, .colour = Colour::Secondary });
    } else {
        const float second_y = y + text + grid(0.5F);
        std::string date = format_date(axis.from(), offset);
        if (label_width(date) > room) {
            date.resize(date.rfind(' ')); // the year goes first
        }
        draw_label(frame, { x, y }, date, { .width = room, .colour = Colour::Secondary });
        draw_label(frame, { x, second_y }, hidden, { .width = room, .colour = Colour::Accent });
        draw_label(frame, { right - label_width("UTC"), second_y }, "UTC", { .colour = Colour::Muted });
    }
    frame.list.AddLine(
        { geometry.from.x, geometry.ruler_bottom }, { geometry.to.x, geometry.ruler_bottom }, colour(Colour::Grid));
}

}
