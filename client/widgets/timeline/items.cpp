// SPDX-License-Identifier: Apache-2.0
// What stands in a lane: bars, notes, bands, diamonds, hatched windows. Each says whether it told how many it stands
// for.
#include "client/language/text.h"
#include "client/platform/picture.h"
#include "client/theme/fonts.h"
#include "client/widgets/timeline/frame.h"
#include "shared/domain/decision/decision.h"

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

// "+127" after the words of a merged block.
std::string more_words(const PlacedMark& placed)
{
    return placed.count > 1 ? tr(Text::TimelineMore, format_count(placed.count - 1)) : std::string {};
}

float words_width(const TimelineFrame& frame, const PlacedMark& placed)
{
    const float more = placed.count > 1 ? grid(1.5F) + label_width(more_words(placed), Face::Medium) : 0.0F;
    return label_width(words_of(frame, placed)) + more;
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

// The number of the others, where there are any; false if it finds no room.
bool draw_more(TimelineFrame& frame, ImVec2 at, float width, const PlacedMark& placed)
{
    if (placed.count <= 1) {
        return true;
    }
    const std::string more = more_words(placed);
    return label_width(more, Face::Medium) <= width
        && draw_label(frame, at, more, { .width = width, .colour = Colour::Text, .face = Face::Medium }) > 0;
}

// "ShopDown +1": the words give way to the number.
bool draw_words(TimelineFrame& frame, ImVec2 at, float width, const PlacedMark& placed, Colour ink)
{
    const auto words = words_of(frame, placed);
    const float between = grid(1.5F);
    const float more = placed.count > 1 ? between + label_width(more_words(placed), Face::Medium) : 0.0F;
    if (width - more < grid(5)) {
        return draw_more(frame, at, width, placed);
    }
    interrupt_now_line(frame, at.x, at.y, std::min(width, words_width(frame, placed)));
    const bool faded = (placed.mark.flags & (kItemMuted | kItemSuperseded)) != 0;
    const float used = draw_label(frame, at, words,
        { .width = width - more, .colour = faded ? Colour::Muted : ink, .seq = placed.mark.first_seq });
    return draw_more(frame, { at.x + used + between, at.y }, width - used - between, placed);
}

// The sign at a bar's left: its severity's shape, or its kind's icon when it has none.
void draw_sign(TimelineFrame& frame, const PlacedMark& placed, ImVec2 centre, float size)
{
    if (placed.severity == ItemSeverity::Normal) {
        draw_icon(frame.list, item_kind_icon(placed.mark.kind), centre, size, colour(Colour::Secondary));
    } else {
        draw_severity_shape(frame.list, shown_severity(placed.severity), centre, size * 0.86F);
    }
}

// Beside the shape its code, where the words have room as well: never colour alone. Returns what it takes of `width`.
float draw_code(TimelineFrame& frame, const PlacedMark& placed, ImVec2 at, float width)
{
    if (placed.severity == ItemSeverity::Normal) {
        return 0;
    }
    const std::string_view code = severity_code(shown_severity(placed.severity));
    const float taken = label_width(code, Face::Medium) + grid(1.5F);
    if (width - taken < std::min(words_width(frame, placed), grid(30))) {
        return 0;
    }
    draw_label(frame, at, code, { .width = taken, .face = Face::Medium });
    return taken;
}

// In a picture, where the axis ends behind the bar.
bool draw_bar_words_before(TimelineFrame& frame, const PlacedMark& placed, const Box& box, bool signed_inside)
{
    const float text = font_size(Type::Caption);
    const float left = std::max(box.x0, frame.state.axis.left);
    float x = placed.words_x0 + grid(1);
    draw_sign(frame, placed, { (signed_inside ? left + grid(1.75F) : x) + text / 2, box.middle() }, text);
    x += signed_inside ? 0 : text + grid(1);
    const float y = box.middle() - text / 2;
    x += draw_code(frame, placed, { x, y }, left - grid(1) - x);
    return draw_words(frame, { x, y }, left - grid(1) - x, placed, Colour::Secondary);
}

// Where the words of a bar go: inside it, or after it when the row has more room there.
bool draw_bar_words(TimelineFrame& frame, const PlacedMark& placed, const Box& box)
{
    const float text = font_size(Type::Caption);
    const float y = box.middle() - text / 2;
    const float left = std::max(box.x0, frame.state.axis.left) + grid(1.75F);
    const float right = frame.state.axis.left + frame.state.axis.width;
    const float room = std::min(placed.room, right) - grid(1);
    const float inside = std::min(box.x1, right) - left - grid(1);
    const float sign = text + grid(1);
    const float wanted
        = pictures_part() ? words_room(frame, placed.mark) : 0; // on a screen nothing is asked for in vain
    if (placed.words_before) {
        return draw_bar_words_before(frame, placed, box, inside >= text * 0.9F);
    }
    const bool whole_after = pictures_part() && inside + grid(2.75F) < wanted && room - box.x1 >= wanted - grid(2);
    const bool roomier_after = whole_after
        || (room - box.x1 > std::max(inside * 1.5F, grid(24)) && words_width(frame, placed) > (inside - sign) * 1.4F);
    if (inside >= sign + grid(8) && !roomier_after) {
        draw_sign(frame, placed, { left + text / 2, box.middle() }, text);
        const float code = draw_code(frame, placed, { left + sign, y }, inside - sign);
        return draw_words(frame, { left + sign + code, y }, inside - sign - code, placed, Colour::Text);
    }
    const bool signed_inside = inside >= text * 0.9F;
    if (signed_inside) {
        draw_sign(frame, placed, { left + text / 2, box.middle() }, text);
    }
    const float after = std::max(box.x1, frame.state.axis.left) + grid(1.5F);
    if (room - after >= grid(8)) {
        if (!signed_inside) {
            draw_sign(frame, placed, { after + text / 2, box.middle() }, text);
        }
        const float x = after + (signed_inside ? 0 : sign);
        const float code = draw_code(frame, placed, { x, y }, room - x);
        return draw_words(frame, { x + code, y }, room - x - code, placed, Colour::Secondary);
    }
    return draw_more(frame, { left + sign, y }, inside - sign, placed)
        || draw_more(frame, { after, y }, room - after, placed);
}

// A bar of which a part is over: quieter where none of it lasts yet, and along its foot up to where the last of that
// part ended.
void draw_ended_part(TimelineFrame& frame, const PlacedMark& placed, const Box& box)
{
    const float open = std::clamp(placed.open_x0, box.x0, box.x1);
    const float ended = std::clamp(placed.ended_x1, box.x0, box.x1);
    if (open > box.x0) {
        frame.list.AddRectFilled({ box.x0, box.y0 }, { open, box.y1 }, colour(Colour::Background0, 0.55F));
    }
    const float foot = std::max(stroke(4), std::round(box.height() * 0.24F));
    frame.list.AddRectFilled({ box.x0, box.y1 - foot }, { ended, box.y1 }, colour(Colour::Background0));
    frame.list.AddRectFilled(
        { box.x0, box.y1 - foot + stroke(1.5F) }, { ended, box.y1 }, severity_ink(placed.worst_ended, 0.45F));
}

bool draw_bar(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
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
    const bool open = placed.open_count > 0;
    const ImDrawFlags corners = open ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_RoundCornersAll;
    frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x1, box.y1 }, ink.fill, rounding, corners);
    if (placed.mixed()) {
        draw_ended_part(frame, placed, box);
    }
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
    return draw_bar_words(frame, placed, box);
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

bool draw_note(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
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
    float x = placed.words_before ? placed.words_x0 + grid(1) : centre.x + radius + grid(1.25F);
    const float right = placed.words_before
        ? disc.x0 - grid(1.25F)
        : std::min(placed.room, frame.state.axis.left + frame.state.axis.width) - grid(1);
    if ((placed.mark.flags & kItemLate) != 0 && right - x > text * 4) {
        draw_icon(frame.list, kIconClockO, { x + text / 2, box.middle() }, text * 0.8F, colour(Colour::Muted));
        x += text + 1;
    }
    return draw_words(frame, { x, box.middle() - text / 2 }, right - x, placed, ink.words);
}

bool draw_band(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const Box box = row_box(frame, lane, placed);
    const BarInk ink = bar_ink(placed);
    const float text = font_size(Type::Caption);
    frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x1, box.y1 }, ink.fill, 2);
    const bool handover = takes_over(frame.runtime.layouts[lane], placed);
    const float edge = stroke(handover ? 4.0F : 2.0F);
    frame.list.AddRectFilled(
        { box.x0, box.y0 }, { box.x0 + edge, box.y1 }, handover ? colour(Colour::Accent) : ink.edge);
    draw_choice(frame, placed, box, 2);
    const float wanted = words_width(frame, placed) + (placed.mark.kind == ItemKind::Duty ? text + grid(1) : 0.0F);
    const float end = std::min(placed.room, frame.state.axis.left + frame.state.axis.width) - grid(1);
    float x = std::max(box.x0, frame.state.axis.left) + grid(2);
    float right = std::min(box.x1 - grid(1), end);
    // Who took over just now is named beside their short bar, where nobody follows yet.
    const float after = std::max(box.x1, frame.state.axis.left) + grid(1.5F);
    const bool beside = right - x < wanted && end - after > std::max(right - x, grid(8));
    if (placed.words_before) {
        right = x - grid(3);
        x = placed.words_x0 + grid(1);
    } else if (beside) {
        x = after;
        right = end;
    }
    if (placed.mark.kind == ItemKind::Duty && right - x > text * 2) {
        draw_icon(frame.list, handover ? kIconExchange : kIconUser, { x + text / 2, box.middle() }, text * 0.85F,
            colour(handover ? Colour::Accent : Colour::Muted));
        x += text + grid(1);
    }
    return draw_words(frame, { x, box.middle() - text / 2 }, right - x, placed,
        beside || placed.words_before ? Colour::Secondary : Colour::Text);
}

bool draw_diamond(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
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
    const float x = placed.words_before ? placed.words_x0 + grid(1) : c.x + half + grid(1.5F);
    const float right = placed.words_before
        ? around.x0 - grid(1.5F)
        : std::min(placed.room, frame.state.axis.left + frame.state.axis.width) - grid(1);
    return draw_words(frame, { x, box.middle() - font_size(Type::Caption) / 2 }, right - x, placed,
        severe ? Colour::Text : Colour::Secondary);
}

// Which nobody approved: it mutes nothing.
bool only_planned(const TimelineFrame& frame, const Mark& mark)
{
    const auto& planned = frame.model.planned;
    return std::any_of(planned.begin(), planned.end(), [&](const TimelineWindow& window) {
        return window.begin.millis == mark.begin_millis && window.end.millis == mark.end_millis;
    });
}

bool draw_hatched(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    const Box box = row_box(frame, lane, placed);
    const bool outlined = placed.count == 1 && only_planned(frame, placed.mark);
    frame.list.AddRectFilled({ box.x0, box.y0 }, { box.x1, box.y1 },
        outlined ? colour(Colour::Background0) : severity_ink(ItemSeverity::Maintenance, 0.12F), 2);
    if (box.x1 - box.x0 > 6 && !outlined) {
        draw_hatch(frame.list, { box.x0, box.y0 }, { box.x1, box.y1 }, severity_ink(ItemSeverity::Maintenance, 0.45F),
            grid(1.25F));
    }
    frame.list.AddRect({ box.x0, box.y0 }, { box.x1, box.y1 }, severity_ink(ItemSeverity::Maintenance, 0.9F), 2);
    draw_choice(frame, placed, box, 2);
    const float text = font_size(Type::Caption);
    const float begin = std::max(box.x0, frame.state.axis.left);
    const float left = (placed.words_before ? placed.words_x0 : begin) + grid(2);
    // In a picture they go on behind it, rather than to be cut.
    const float end = placed.words_before ? begin : pictures_part() ? std::max(box.x1, placed.room) : box.x1;
    const float right = std::min(end, frame.state.axis.left + frame.state.axis.width) - grid(2);
    const float width = std::min(words_width(frame, placed) + text + grid(2), right - left);
    if (width < text + grid(6)) {
        return draw_more(frame, { left, box.middle() - text / 2 }, right - left, placed);
    }
    // The words get a quiet ground of their own: hatching behind letters is hard to read.
    frame.list.AddRectFilled(
        { left - grid(1), box.y0 + 1 }, { left + width + grid(1), box.y1 - 1 }, colour(Colour::Background0, 0.82F), 2);
    draw_icon(frame.list, kIconWrench, { left + text / 2, box.middle() }, text * 0.85F,
        severity_ink(ItemSeverity::Maintenance));
    return draw_words(
        frame, { left + text + grid(1), box.middle() - text / 2 }, width - text - grid(1), placed, Colour::Text);
}

bool draw_item(TimelineFrame& frame, std::size_t lane, const PlacedMark& placed)
{
    switch (frame.model.lanes[lane].style) {
    case LaneStyle::Bars:
        return draw_bar(frame, lane, placed);
    case LaneStyle::Notes:
        return draw_note(frame, lane, placed);
    case LaneStyle::Bands:
        return draw_band(frame, lane, placed);
    case LaneStyle::Diamonds:
        return draw_diamond(frame, lane, placed);
    case LaneStyle::Hatched:
        return draw_hatched(frame, lane, placed);
    case LaneStyle::Curve:
        break;
    }
    return true;
}

}

float words_room(const TimelineFrame& frame, const Mark& mark)
{
    PlacedMark alone;
    alone.count = mark.count;
    alone.mark = mark;
    const float text = font_size(Type::Caption);
    const float code = mark.severity == ItemSeverity::Normal
        ? 0
        : label_width(severity_code(shown_severity(mark.severity)), Face::Medium) + grid(1.5F);
    const float late = (mark.flags & kItemLate) != 0 ? text + 1 : 0;
    return words_width(frame, alone) + code + late + text + grid(6);
}

std::uint32_t draw_placed_items(TimelineFrame& frame, std::size_t lane)
{
    std::uint32_t untold = 0;
    for (const PlacedMark& placed : frame.runtime.layouts[lane].placed) {
        untold += draw_item(frame, lane, placed) ? 0 : placed.count - 1;
    }
    return untold;
}

}
