// SPDX-License-Identifier: Apache-2.0
// The schedule's pixels: calendar, bars, due dates, overlaps, frozen labels.
#include "client/language/text.h"
#include "client/platform/picture.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/schedule/frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace watchfloor {

namespace {

// At caption size, cut with an ellipsis.
void draw_words(ImDrawList& list, ImVec2 at, float width, std::string_view text, Colour name, Face face = Face::Regular)
{
    const float size = font_size(Type::Caption, face);
    if (width < size || text.empty()) {
        return;
    }
    const char* end = text.data() + text.size();
    if (schedule_text_width(text, face) > width) {
        const float dots = schedule_text_width("…", face);
        const char* cut = end;
        const float used = font(face)->CalcTextSizeA(size, std::max(1.0F, width - dots), 0, text.data(), end, &cut).x;
        if (cut == text.data() || used + dots > width) {
            return;
        }
        end = cut;
        list.AddText(font(face), size, { at.x + used, at.y }, colour(name), "…");
    }
    list.AddText(font(face), size, at, colour(name), text.data(), end);
}

void draw_choice(ScheduleFrame& frame, const Target& target)
{
    if (frame.state.selected && *frame.state.selected == target.id) {
        frame.list.AddRect({ target.from.x - 2, target.from.y - 2 }, { target.to.x + 2, target.to.y + 2 },
            colour(Colour::Focus), grid(1), 0, 2);
    }
}

void draw_bar(ScheduleFrame& frame, const ScheduleBar& bar, const Target& target)
{
    ImDrawList& list = frame.list;
    const ImVec2 from { std::max(target.from.x, frame.plot_left - 4), target.from.y };
    const ImVec2 to { std::min(target.to.x, frame.to.x + 4), target.to.y };
    if (to.x < frame.plot_left || from.x > frame.to.x) {
        return;
    }
    const bool quiet = bar.cancelled || !bar.approved;
    const float strength = bar.cancelled ? 0.35F : 1.0F;
    list.AddRectFilled(from, to, colour(Colour::Maintenance, quiet ? 0.05F : bar.under_way ? 0.30F : 0.16F), 3);
    if (!quiet && to.x - from.x > 8) {
        draw_hatch(list, from, to, colour(Colour::Maintenance, bar.under_way ? 0.55F : 0.35F), grid(1.5F));
    }
    list.AddRect(from, to, colour(Colour::Maintenance, strength), 3, 0, bar.under_way ? 2.0F : 1.0F);
    const float text = font_size(Type::Caption);
    const TitlePlace title = title_place(frame, target, schedule_text_width(bar.title));
    const float y = (from.y + to.y - text) / 2;
    if (title.inside) {
        list.AddRectFilled({ title.x - grid(0.75F), from.y + 2 }, { title.x + title.width + grid(0.75F), to.y - 2 },
            colour(Colour::Background0, 0.8F), 2);
    }
    const Colour ink = quiet ? Colour::Muted : title.inside ? Colour::Text : Colour::Secondary;
    draw_words(list, { title.x, y }, title.width + (title.inside ? 1.0F : 0.0F), bar.title, ink);
    if (bar.cancelled && title.inside) {
        list.AddLine({ title.x, y + text / 2 }, { title.x + title.width, y + text / 2 }, colour(Colour::Muted));
    }
    draw_choice(frame, target);
}

// A diamond at the date: filled and named when overdue, outlined before, quiet once done.
void draw_due(ScheduleFrame& frame, const ScheduleDue& due, const Target& target)
{
    const ImVec2 c { (target.from.x + target.to.x) / 2, (target.from.y + target.to.y) / 2 };
    if (target.to.x < frame.plot_left || target.from.x > frame.to.x) {
        return;
    }
    const bool overdue = !due.done && frame.model.now > due.at;
    const float half = (target.to.x - target.from.x) / 2;
    const std::array<ImVec2, 4> corners { ImVec2 { c.x, c.y - half }, ImVec2 { c.x + half, c.y },
        ImVec2 { c.x, c.y + half }, ImVec2 { c.x - half, c.y } };
    const Colour ink = overdue ? Colour::Major : due.done ? Colour::Muted : Colour::Text;
    frame.list.AddConvexPolyFilled(corners.data(), 4, colour(overdue ? Colour::Major : Colour::Background0));
    frame.list.AddPolyline(corners.data(), 4, colour(ink), ImDrawFlags_Closed, 1.6F);
    const float text = font_size(Type::Caption);
    if (overdue) {
        const std::string words = due_state(frame, due);
        const float x = c.x + half + grid(1);
        frame.list.AddRectFilled({ x - 2, c.y - text / 2 - 1 },
            { x + schedule_text_width(words) + 2, c.y + text / 2 + 1 }, colour(Colour::Background0, 0.85F), 2);
        draw_words(frame.list, { x, c.y - text / 2 }, 1e6F, words, Colour::Major);
    }
    draw_choice(frame, target);
}

void draw_row_name(ScheduleFrame& frame, std::size_t index)
{
    const RowGeometry& geometry = frame.rows[index];
    const ScheduleRow& row = frame.model.rows[index];
    const float text = font_size(Type::Caption);
    const float x = frame.from.x + grid(2.5F);
    const float width = frame.plot_left - x - grid(2);
    if (frame.focused && index == frame.state.row && !pictures_part()) {
        frame.list.AddRectFilled(
            { frame.from.x, geometry.top }, { frame.plot_left, geometry.bottom }, colour(Colour::Background2));
        frame.list.AddRectFilled(
            { frame.from.x, geometry.top }, { frame.from.x + 3, geometry.bottom }, colour(Colour::Accent));
    }
    draw_words(frame.list, { x, geometry.top + grid(1.5F) }, width, row.name, Colour::Text, Face::Medium);
    draw_words(frame.list, { x, geometry.top + grid(1.5F) + text }, width, row.detail, Colour::Muted);
    frame.list.AddLine({ frame.from.x, geometry.bottom }, { frame.to.x, geometry.bottom }, colour(Colour::Grid, 0.6F));
}

void draw_overlap(ScheduleFrame& frame, const ScheduleConflict& conflict, std::size_t row_number)
{
    const RowGeometry& row = frame.rows[row_number];
    const float x0 = std::max(frame.axis.x(conflict.begin), frame.plot_left);
    const float x1 = std::min(frame.axis.x(conflict.end), frame.to.x);
    if (x1 <= x0) {
        return;
    }
    frame.list.AddRectFilled({ x0, row.top }, { x1, row.bottom }, colour(Colour::Major, 0.07F));
    frame.list.AddRectFilled({ x0, row.top }, { x1, row.top + 2 }, colour(Colour::Major, 0.8F));
    const std::string words = tr(Text::ScheduleDepth, std::to_string(conflict.depth));
    const float text = font_size(Type::Caption);
    const float width = schedule_text_width(words);
    // Beside the overlap it would stand over what follows there, and in it never over a bar or its title; the list below
    // the schedule names each.
    const ImVec2 at { x0 + grid(1), row.bottom - text - 2 };
    if (width + grid(2) <= x1 - x0
        && !is_taken(frame, row_number, { at.x - 2, at.y }, { at.x + width + 2, row.bottom })) {
        frame.list.AddRectFilled(
            { at.x - 2, at.y }, { at.x + width + 2, at.y + text }, colour(Colour::Background0, 0.85F), 2);
        draw_words(frame.list, at, width + 1, words, Colour::Major);
    }
}

struct Stretch {
    float from = 0;
    float to = 0;

    bool meets(const Stretch& other) const { return from < other.to && other.from < to; }
};

Stretch tick_words(const Tick& tick)
{
    const float x = std::round(tick.x) + grid(1);
    return { x, x + schedule_text_width(tick.site) };
}

std::vector<Tick> schedule_ticks(const ScheduleFrame& frame)
{
    return ticks(frame.axis, frame.model.zone, font_size(Type::Caption) * 5);
}

// Where the word of now stands above the line of now: over it, or beside it where it would cover a date. Nothing while now is
// out of sight.
std::optional<Stretch> today_tag(const ScheduleFrame& frame)
{
    const float now = std::round(frame.axis.x(frame.model.now));
    if (now < frame.plot_left || now > frame.to.x) {
        return std::nullopt;
    }
    const float width = schedule_text_width(schedule_now_word(frame.state.zoom), Face::Medium) + grid(2.5F);
    const auto at = [&](float x) {
        const float left = std::clamp(x, frame.plot_left, std::max(frame.plot_left, frame.to.x - width));
        return Stretch { left, left + width };
    };
    const Stretch over = at(now - width / 2);
    for (const Tick& tick : schedule_ticks(frame)) {
        const Stretch date = tick_words(tick);
        if (tick.strong && over.meets(date)) {
            const Stretch before = at(date.from - width - grid(1));
            return before.meets(date) ? at(date.to + grid(1)) : before;
        }
    }
    return over;
}

}

std::string_view schedule_now_word(ScheduleZoom zoom)
{
    return tr(zoom == ScheduleZoom::Day ? Text::TimelineNow : Text::ScheduleToday);
}

void draw_schedule_ground(ScheduleFrame& frame)
{
    ImDrawList& list = frame.list;
    list.AddRectFilled(frame.from, frame.to, colour(Colour::Background0), grid(1));
    list.AddRectFilled(frame.from, { frame.to.x, frame.ruler_bottom }, colour(Colour::Background1));
    list.PushClipRect({ frame.plot_left, frame.from.y }, frame.to, true);
    // Saturdays and Sundays are a shade darker, so that a week reads at a glance.
    Timestamp day = calendar_start(frame.model, frame.axis.from(), ScheduleZoom::Day);
    for (int i = 0; i < 40 && day < frame.axis.to(); ++i, day = day + Millis { kScheduleDay }) {
        const std::int64_t local = day.millis + std::int64_t { frame.model.zone.offset_at(day) } * 1000;
        const std::int64_t weekday = ((local / kScheduleDay + 3) % 7 + 7) % 7;
        if (weekday >= 5) {
            list.AddRectFilled({ frame.axis.x(day), frame.ruler_bottom },
                { frame.axis.x(day + Millis { kScheduleDay }), frame.to.y }, colour(Colour::Background1, 0.7F));
        }
    }
    float last = frame.plot_left - 1;
    const auto tag = today_tag(frame);
    for (const Tick& tick : schedule_ticks(frame)) {
        const float x = std::round(tick.x);
        list.AddRectFilled({ x, frame.ruler_bottom }, { x + 1, frame.to.y },
            tick.strong ? colour(Colour::ControlBorder, 0.5F) : colour(Colour::Grid, 0.8F));
        const Stretch words = tick_words(tick);
        if (words.from >= last && words.to < frame.to.x && !(tag && tag->meets(words))) {
            draw_words(list, { words.from, frame.from.y + grid(1.5F) }, 1e6F, tick.site,
                tick.strong ? Colour::Text : Colour::Secondary);
            last = words.to;
        }
    }
    list.PopClipRect();
    list.AddLine({ frame.from.x, frame.ruler_bottom }, { frame.to.x, frame.ruler_bottom }, colour(Colour::Grid));
}

void draw_schedule_rows(ScheduleFrame& frame, const std::vector<ScheduleConflict>& conflicts)
{
    frame.list.PushClipRect({ frame.plot_left, frame.ruler_bottom }, frame.to, true);
    for (const ScheduleConflict& conflict : conflicts) {
        draw_overlap(frame, conflict, conflict.row);
        for (const std::size_t row : conflict.other_rows) {
            draw_overlap(frame, conflict, row);
        }
    }
    std::size_t target = 0;
    for (const ScheduleRow& row : frame.model.rows) {
        for (const ScheduleBar& bar : row.bars) {
            draw_bar(frame, bar, frame.targets[target++]);
        }
        for (const ScheduleDue& due : row.dues) {
            draw_due(frame, due, frame.targets[target++]);
        }
    }
    const float now = std::round(frame.axis.x(frame.model.now));
    if (now >= frame.plot_left && now <= frame.to.x) {
        frame.list.AddRectFilled({ now - 1, frame.ruler_bottom }, { now + 1, frame.to.y }, colour(Colour::Text, 0.85F));
    }
    frame.list.PopClipRect();
    frame.list.AddRectFilled(
        { frame.from.x, frame.ruler_bottom }, { frame.plot_left, frame.to.y }, colour(Colour::Background1));
    frame.list.PushClipRect({ frame.from.x, frame.ruler_bottom }, frame.to, true);
    for (std::size_t i = 0; i < frame.rows.size(); ++i) {
        draw_row_name(frame, i);
    }
    frame.list.PopClipRect();
    frame.list.AddLine({ frame.plot_left, frame.from.y }, { frame.plot_left, frame.to.y }, colour(Colour::Grid));
    if (const auto tag = today_tag(frame)) {
        frame.list.AddRectFilled({ tag->from, frame.from.y + grid(1) }, { tag->to, frame.ruler_bottom - grid(0.5F) },
            colour(Colour::Text), grid(0.75F));
        draw_words(frame.list, { tag->from + grid(1.25F), frame.from.y + grid(1.5F) }, 1e6F,
            schedule_now_word(frame.state.zoom), Colour::Ink, Face::Medium);
    }
}

}
