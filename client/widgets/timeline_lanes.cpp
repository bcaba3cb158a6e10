// SPDX-License-Identifier: Apache-2.0
// What stands in a lane: bars, notes, bands, diamonds, hatched windows.
#include "client/widgets/fonts.h"
#include "client/widgets/text.h"
#include "client/widgets/timeline_frame.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {

namespace {

struct Box {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    float middle() const { return (y0 + y1) / 2; }
    float height() const { return y1 - y0; }
};

Box row_box(const TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const LaneGeometry& geometry = frame.geometry.lanes[lane];
    const float y = geometry.items_top + static_cast<float>(placed.row) * geometry.row_height;
    const float left = frame.state.axis.left - 4;
    const float right = frame.state.axis.left + frame.state.axis.width + 4;
    return { std::clamp(placed.x0, left, right), y + 1, std::clamp(placed.x1, left, right),
        y + geometry.row_height - 2 };
}

std::string_view words_of(const TimelineFrame& frame, const PlacedMark& placed)
{
    if (placed.mark.count > 1) {
        return item_kind_name(placed.mark.kind);
    }
    const auto label = frame.model.label_for ? frame.model.label_for(placed.mark.first_seq) : std::string_view {};
    return label.empty() ? tr(Text::TimelineFetching) : label;
}

bool is_chosen(const TimelineFrame& frame, const PlacedMark& placed)
{
    return frame.state.selected && placed.mark.first_seq == *frame.state.selected;
}

bool is_hovered(const TimelineFrame& frame, const PlacedMark& placed)
{
    return frame.runtime.hover.seq && *frame.runtime.hover.seq == placed.mark.first_seq;
}

void draw_choice(TimelineFrame& frame, const PlacedMark& placed, const Box& box, float rounding)
{
    if (is_chosen(frame, placed)) {
        frame.list.AddRect(
            { box.x0 - 2, box.y0 - 2 }, { box.x1 + 2, box.y1 + 2 }, colour(Colour::Focus), rounding + 2, 0, stroke(2));
    } else if (is_hovered(frame, placed)) {
        frame.list.AddRect(
            { box.x0 - 1, box.y0 - 1 }, { box.x1 + 1, box.y1 + 1 }, colour(Colour::Text, 0.7F), rounding + 1, 0, 1);
    }
}

struct BarInk {
    ImU32 fill = 0;
    ImU32 edge = 0;
};

BarInk bar_ink(const PlacedMark& placed)
{
    const bool faded = (placed.mark.flags & (kItemMuted | kItemSuperseded)) != 0;
    switch (placed.severity) {
    case ItemSeverity::Normal:
        return { colour(Colour::Background2), colour(Colour::ControlBorder) };
    case ItemSeverity::Critical:
        return { severity_ink(placed.severity, faded ? 0.12F : 0.36F), severity_ink(placed.severity) };
    case ItemSeverity::Major:
        return { severity_ink(placed.severity, faded ? 0.10F : 0.26F), severity_ink(placed.severity) };
    case ItemSeverity::Minor:
    case ItemSeverity::Info:
    case ItemSeverity::Unknown:
    case ItemSeverity::Maintenance:
        return { severity_ink(placed.severity, faded ? 0.07F : 0.15F), severity_ink(placed.severity, 0.9F) };
    }
    return {};
}

// "×128" before the words of a merged block.
std::string count_words(const PlacedMark& placed)
{
    return placed.count > 1 ? "×" + format_count(placed.count) + "  " : std::string {};
}

// Letters stay whole where the line of now would cross them.
void interrupt_now_line(TimelineFrame& frame, float x, float y, float width)
{
    const float now = std::round(frame.state.axis.x(frame.model.now));
    if (now > x - stroke(2) && now < x + width + stroke(2)) {
        frame.list.AddRectFilled({ now - stroke(1), y - grid(0.25F) },
            { now + stroke(1), y + font_size(Type::Caption) + grid(0.25F) }, colour(Colour::Background0));
    }
}

void draw_words(TimelineFrame& frame, ImVec2 at, float width, const PlacedMark& placed, Colour ink)
{
    const std::string count = count_words(placed);
    float used = 0;
    interrupt_now_line(
        frame, at.x, at.y, std::min(width, label_width(count, Face::Medium) + label_width(words_of(frame, placed))));
    if (!count.empty()) {
        used = draw_label(frame, at, count, { .width = width, .colour = Colour::Text, .face = Face::Medium });
        if (used == 0) {
            return;
        }
    }
    const bool faded = (placed.mark.flags & (kItemMuted | kItemSuperseded)) != 0;
    draw_label(frame, { at.x + used, at.y }, words_of(frame, placed),
        { .width = width - used, .colour = faded ? Colour::Muted : ink });
}

// The sign at a bar's left: its severity's shape, or its kind's icon when it has none.
float draw_sign(TimelineFrame& frame, const PlacedMark& placed, ImVec2 centre, float size)
{
    if (placed.severity == ItemSeverity::Normal || placed.severity == ItemSeverity::Info) {
        draw_icon(frame.list, item_kind_icon(placed.mark.kind), centre, size,
            placed.severity == ItemSeverity::Info ? severity_ink(placed.severity) : colour(Colour::Secondary));
    } else {
        draw_severity_shape(frame.list, shown_severity(placed.severity), centre, size * 0.86F);
    }
    return size;
}

// Where the words of a bar go: inside it, or after it when the row has more room there.
void draw_bar_words(TimelineFrame& frame, const PlacedMark& placed, const Box& box)
{
    const float text = font_size(Type::Caption);
    const float y = box.middle() - text / 2;
    const float left = std::max(box.x0, frame.state.axis.left) + grid(1.75F);
    const float right = frame.state.axis.left + frame.state.axis.width;
    const float room = std::min(placed.room, right) - grid(1);
    const float inside = std::min(box.x1, right) - left - grid(1);
    const float sign = text + grid(1);
    const float wanted = label_width(words_of(frame, placed)) + label_width(count_words(placed), Face::Medium);
    const bool roomier_after = room - box.x1 > std::max(inside * 1.5F, grid(24)) && wanted > (inside - sign) * 1.4F;
    if (inside >= sign + grid(8) && !roomier_after) {
        draw_sign(frame, placed, { left + text / 2, box.middle() }, text);
        draw_words(frame, { left + sign, y }, inside - sign, placed, Colour::Text);
        return;
    }
    if (inside >= text * 0.9F) {
        draw_sign(frame, placed, { left + text / 2, box.middle() }, text);
    }
    const float after = std::max(box.x1, frame.state.axis.left) + grid(1.5F);
    if (room - after >= grid(8)) {
        const bool signed_inside = inside >= text * 0.9F;
        if (!signed_inside) {
            draw_sign(frame, placed, { after + text / 2, box.middle() }, text);
        }
        const float x = after + (signed_inside ? 0 : sign);
        draw_words(frame, { x, y }, room - x, placed, Colour::Secondary);
    }
}

void draw_bar(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const Box box = row_box(frame, lane, placed);
    const BarInk ink = bar_ink(placed);
    const float width = box.x1 - box.x0;
    if (width < grid(2.5F)) {
        frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x1, box.y1 }, ink.edge, width > 4 ? 2.0F : 0.0F);
        draw_choice(frame, placed, box, 2);
        return draw_bar_words(frame, placed, box);
    }
    const float rounding = grid(0.75F);
    const bool open = placed.mark.end_millis == kOpenEnd.millis;
    const ImDrawFlags corners = open ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_RoundCornersAll;
    frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x1, box.y1 }, ink.fill, rounding, corners);
    frame.list.AddRectFilled(
        { box.x0, box.y0 }, { box.x0 + stroke(3), box.y1 }, ink.edge, rounding, ImDrawFlags_RoundCornersLeft);
    if (open) {
        frame.list.AddRectFilled({ box.x1 - stroke(2), box.y0 }, { box.x1, box.y1 }, ink.edge);
    }
    if ((placed.mark.flags & kItemAcknowledged) == 0 && placed.severity == ItemSeverity::Critical && open) {
        frame.list.AddRect(
            { box.x0, box.y0 }, { box.x1, box.y1 }, severity_ink(placed.severity, 0.9F), rounding, corners, stroke(1));
    }
    draw_choice(frame, placed, box, rounding);
    draw_bar_words(frame, placed, box);
}

struct NoteInk {
    ImU32 disc = 0;
    ImU32 rim = 0;
    ImU32 icon = 0;
    Colour words = Colour::Secondary;
};

// Decisions stand out; what has a severity takes its colour; the rest stays quiet.
NoteInk note_ink(const PlacedMark& placed)
{
    if (placed.severity >= ItemSeverity::Minor) {
        return { colour(Colour::Background1), severity_ink(placed.severity), severity_ink(placed.severity),
            Colour::Text };
    }
    switch (placed.mark.kind) {
    case ItemKind::Decision:
        return { colour(Colour::Accent), colour(Colour::Accent), colour(Colour::Ink), Colour::Text };
    case ItemKind::Action:
        return { colour(Colour::Background2), colour(Colour::Accent), colour(Colour::Accent), Colour::Text };
    default:
        return { colour(Colour::Background2), colour(Colour::ControlBorder), colour(Colour::Secondary),
            Colour::Secondary };
    }
}

void draw_note(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const Box box = row_box(frame, lane, placed);
    const NoteInk ink = note_ink(placed);
    const float radius = std::floor(box.height() / 2);
    const ImVec2 centre { (placed.x0 + placed.x1) / 2, box.middle() };
    frame.list.AddCircleFilled(centre, radius, ink.disc, 20);
    frame.list.AddCircle(centre, radius, ink.rim, 20, stroke(1.2F));
    draw_icon(frame.list, item_kind_icon(placed.mark.kind), centre, radius * 1.3F, ink.icon);
    const Box disc { centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius };
    draw_choice(frame, placed, disc, radius);
    const float text = font_size(Type::Caption);
    float x = centre.x + radius + grid(1.25F);
    const float right = std::min(placed.room, frame.state.axis.left + frame.state.axis.width) - grid(1);
    if ((placed.mark.flags & kItemLate) != 0 && right - x > text * 4) {
        draw_icon(frame.list, kIconClockO, { x + text / 2, box.middle() }, text * 0.8F, colour(Colour::Muted));
        x += text + 1;
    }
    if (right - x >= grid(5)) {
        draw_words(frame, { x, box.middle() - text / 2 }, right - x, placed, ink.words);
    }
}

void draw_band(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const Box box = row_box(frame, lane, placed);
    const BarInk ink = bar_ink(placed);
    const float text = font_size(Type::Caption);
    frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x1, box.y1 }, ink.fill, 2);
    frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x0 + stroke(2), box.y1 }, ink.edge);
    draw_choice(frame, placed, box, 2);
    const float left = std::max(box.x0, frame.state.axis.left) + grid(2);
    const float right = std::min({ box.x1, placed.room, frame.state.axis.left + frame.state.axis.width }) - grid(1);
    float x = left;
    if (placed.mark.kind == ItemKind::Duty && right - x > text * 2) {
        draw_icon(frame.list, kIconUser, { x + text / 2, box.middle() }, text * 0.85F, colour(Colour::Muted));
        x += text + grid(1);
    }
    if (right - x >= grid(5)) {
        draw_words(frame, { x, box.middle() - text / 2 }, right - x, placed, Colour::Text);
    }
}

void draw_diamond(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const Box box = row_box(frame, lane, placed);
    const float half = std::floor(box.height() * 0.42F);
    const ImVec2 c { (placed.x0 + placed.x1) / 2, box.middle() };
    const std::array<ImVec2, 4> corners { ImVec2 { c.x, c.y - half }, ImVec2 { c.x + half, c.y },
        ImVec2 { c.x, c.y + half }, ImVec2 { c.x - half, c.y } };
    const bool severe = placed.severity >= ItemSeverity::Minor;
    const bool promised = placed.mark.kind == ItemKind::UpdatePromised;
    const ImU32 ink = severe ? severity_ink(placed.severity) : colour(promised ? Colour::Secondary : Colour::Accent);
    frame.list.AddConvexPolyFilled(corners.data(), 4, promised ? colour(Colour::Background0) : ink);
    frame.list.AddPolyline(corners.data(), 4, ink, ImDrawFlags_Closed, stroke(1.6F));
    const Box around { c.x - half, c.y - half, c.x + half, c.y + half };
    draw_choice(frame, placed, around, 2);
    const float x = c.x + half + grid(1.5F);
    const float right = std::min(placed.room, frame.state.axis.left + frame.state.axis.width) - grid(1);
    if (right - x >= grid(5)) {
        draw_words(frame, { x, box.middle() - font_size(Type::Caption) / 2 }, right - x, placed,
            severe ? Colour::Text : Colour::Secondary);
    }
}

void draw_hatched(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const Box box = row_box(frame, lane, placed);
    frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x1, box.y1 }, severity_ink(ItemSeverity::Maintenance, 0.12F), 2);
    if (box.x1 - box.x0 > 6) {
        draw_hatch(frame.list, { box.x0, box.y0 }, { box.x1, box.y1 }, severity_ink(ItemSeverity::Maintenance, 0.45F),
            grid(1.25F));
    }
    frame.list.AddRect({ box.x0, box.y0 }, { box.x1, box.y1 }, severity_ink(ItemSeverity::Maintenance, 0.9F), 2);
    draw_choice(frame, placed, box, 2);
    const float text = font_size(Type::Caption);
    const float left = std::max(box.x0, frame.state.axis.left) + grid(2);
    const float right = std::min({ box.x1, frame.state.axis.left + frame.state.axis.width }) - grid(2);
    const float wanted = label_width(words_of(frame, placed)) + label_width(count_words(placed), Face::Medium);
    const float width = std::min(wanted + text + grid(2), right - left);
    if (width >= text + grid(6)) {
        // The words get a quiet ground of their own: hatching behind letters is hard to read.
        frame.list.AddRectFilled({ left - grid(1), box.y0 + 1 }, { left + width + grid(1), box.y1 - 1 },
            colour(Colour::Background0, 0.82F), 2);
        draw_icon(frame.list, kIconWrench, { left + text / 2, box.middle() }, text * 0.85F,
            severity_ink(ItemSeverity::Maintenance));
        draw_words(
            frame, { left + text + grid(1), box.middle() - text / 2 }, width - text - grid(1), placed, Colour::Text);
    }
}

void draw_placed(TimelineFrame& frame, std::size_t lane)
{
    for (const PlacedMark& placed : frame.runtime.layouts[lane].placed) {
        switch (frame.model.lanes[lane].style) {
        case LaneStyle::Bars:
            draw_bar(frame, lane, placed);
            break;
        case LaneStyle::Notes:
            draw_note(frame, lane, placed);
            break;
        case LaneStyle::Bands:
            draw_band(frame, lane, placed);
            break;
        case LaneStyle::Diamonds:
            draw_diamond(frame, lane, placed);
            break;
        case LaneStyle::Hatched:
            draw_hatched(frame, lane, placed);
            break;
        case LaneStyle::Curve:
            break;
        }
    }
}

}

bool lane_visible(const TimelineFrame& frame, std::size_t lane)
{
    const LaneGeometry& geometry = frame.geometry.lanes[lane];
    if (frame.model.wall) {
        // Nobody scrolls a wall: a lane is there whole or not at all.
        return geometry.bottom <= frame.geometry.lanes_bottom + 1;
    }
    return geometry.bottom > frame.geometry.ruler_bottom && geometry.top < frame.geometry.lanes_bottom;
}

void draw_dense_lane(TimelineFrame& frame, std::size_t lane);
void draw_curve_lane(TimelineFrame& frame, std::size_t lane);

void lay_out_lanes(TimelineFrame& frame)
{
    const TimelineColumns& columns = columns_of(frame.model);
    const TimeAxis& axis = frame.state.axis;
    frame.runtime.layouts.resize(frame.model.lanes.size());
    frame.runtime.rows_wanted.resize(frame.model.lanes.size());
    for (std::size_t i = 0; i < frame.model.lanes.size(); ++i) {
        const LaneModel& lane = frame.model.lanes[i];
        LaneLayout& layout = frame.runtime.layouts[i];
        if (lane.style == LaneStyle::Curve || !lane_visible(frame, i)) {
            layout = {};
            continue;
        }
        const LaneGeometry& geometry = frame.geometry.lanes[i];
        const bool instants = lane.style == LaneStyle::Notes || lane.style == LaneStyle::Diamonds;
        LaneLayoutOptions options;
        options.rows = geometry.rows;
        options.instants = instants;
        options.least_width = instants ? geometry.row_height : static_cast<float>(DetailCache::kCellPixels);
        // One band begins where the last one ends.
        options.gap = lane.style == LaneStyle::Bands ? -0.5F : 2;
        options.wished_label
            = lane.style == LaneStyle::Bands || lane.style == LaneStyle::Hatched ? 0 : font_size(Type::Caption) * 8;
        // Whether what was open still is, nobody knows once data stopped coming.
        options.now_millis
            = static_cast<double>(std::min(frame.model.now, frame.model.frozen_since.value_or(frame.model.now)).millis);
        const DetailQuery query { lane.lane, frame.state.order, axis.from(), axis.to(), axis.millis_per_pixel };
        lay_out_lane(layout, frame.runtime.detail.view(columns, query), axis, options);
        const bool crowded = layout.dense || layout.crowded * 4 > layout.placed.size();
        int& wanted = frame.runtime.rows_wanted[i];
        wanted = std::max(wanted, crowded ? geometry.rows + 1 : 0);
    }
}

void draw_lanes(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    frame.list.PushClipRect(
        { geometry.plot_left, geometry.ruler_bottom }, { geometry.to.x, geometry.lanes_bottom }, true);
    for (std::size_t i = 0; i < frame.model.lanes.size(); ++i) {
        if (!lane_visible(frame, i)) {
            continue;
        }
        if (frame.model.lanes[i].style == LaneStyle::Curve) {
            draw_curve_lane(frame, i);
        } else if (frame.runtime.layouts[i].dense) {
            draw_dense_lane(frame, i);
        } else {
            draw_placed(frame, i);
        }
    }
    const bool empty = std::all_of(frame.runtime.layouts.begin(), frame.runtime.layouts.end(),
        [](const LaneLayout& layout) { return layout.item_count == 0; });
    if (empty) {
        const auto words = tr(Text::TimelineEmpty);
        draw_label(frame,
            { std::round((geometry.plot_left + geometry.to.x - label_width(words)) / 2),
                geometry.ruler_bottom + grid(6) },
            words, { .colour = Colour::Secondary });
    }
    frame.list.PopClipRect();
}

}
