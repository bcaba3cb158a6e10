// SPDX-License-Identifier: Apache-2.0
// Where things lie on the schedule, and what they are called.
#include "client/widgets/schedule/frame.h"

#include "client/language/text.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

std::string bar_state(const ScheduleBar& bar)
{
    if (bar.cancelled) {
        return std::string { tr(Text::ScheduleCancelled) };
    }
    if (bar.under_way) {
        return std::string { tr(Text::ScheduleUnderWay) };
    }
    return bar.approved ? std::string {} : std::string { tr(Text::ScheduleNotApproved) };
}

std::string bar_words(const ScheduleFrame& frame, const ScheduleRow& row, const ScheduleBar& bar)
{
    const SiteZone& zone = frame.model.zone;
    std::string words = bar.title + ", " + row.name + ", " + format_date_and_clock(bar.begin, zone.offset_at(bar.begin))
        + " – " + format_date_and_clock(bar.end, zone.offset_at(bar.end)) + " (" + format_span(bar.end - bar.begin)
        + ")";
    const std::string state = bar_state(bar);
    return state.empty() ? words : words + ", " + state;
}

void lay_out_rows(ScheduleFrame& frame)
{
    frame.rows.clear();
    float y = 0;
    for (const ScheduleRow& row : frame.model.rows) {
        RowGeometry geometry;
        geometry.lines = schedule_lines(row);
        const int deepest
            = geometry.lines.empty() ? 0 : *std::max_element(geometry.lines.begin(), geometry.lines.end());
        const float least = row.detail.empty() ? frame.line_height : font_size(Type::Caption) * 2 + grid(1);
        const float height = std::max(least, static_cast<float>(deepest + 1) * frame.line_height) + grid(2);
        geometry.top = frame.ruler_bottom + y - frame.state.scroll;
        geometry.bottom = geometry.top + height;
        y += height;
        frame.rows.push_back(std::move(geometry));
    }
    frame.content_height = y;
}

// How far right the words of a bar may go: to the next thing on its line.
float room_after(const ScheduleFrame& frame, std::size_t row_number, std::size_t bar_number)
{
    const ScheduleRow& row = frame.model.rows[row_number];
    const std::vector<int>& lines = frame.rows[row_number].lines;
    const Timestamp begin = row.bars[bar_number].begin;
    float room = frame.to.x;
    for (std::size_t i = 0; i < row.bars.size(); ++i) {
        if (i != bar_number && lines[i] == lines[bar_number] && row.bars[i].begin >= begin) {
            room = std::min(room, frame.axis.x(row.bars[i].begin));
        }
    }
    for (const ScheduleDue& due : row.dues) {
        if (lines[bar_number] == 0 && due.at >= begin) {
            room = std::min(room, frame.axis.x(due.at) - frame.line_height * 0.4F);
        }
    }
    return room - grid(1);
}

}

double span_of(ScheduleZoom zoom)
{
    switch (zoom) {
    case ScheduleZoom::Day:
        return static_cast<double>(kScheduleDay);
    case ScheduleZoom::Week:
        return 7.0 * static_cast<double>(kScheduleDay);
    case ScheduleZoom::Month:
        return 35.0 * static_cast<double>(kScheduleDay);
    }
    return static_cast<double>(kScheduleDay);
}

TitlePlace title_place(const ScheduleFrame& frame, const Target& target, float wanted)
{
    const float margin = grid(1.5F);
    const float left = std::max(target.from.x, frame.plot_left) + margin;
    const float inside = std::min(wanted, std::min(target.to.x, frame.to.x) - left - margin);
    const float behind = std::max(target.to.x, frame.plot_left) + margin;
    const float after = std::min(wanted, target.room - behind);
    const TitlePlace place
        = inside >= wanted || inside >= after ? TitlePlace { left, inside, true } : TitlePlace { behind, after, false };
    return place.width > 1.5F * font_size(Type::Caption) ? place : TitlePlace {};
}

bool is_taken(const ScheduleFrame& frame, std::size_t row, ImVec2 from, ImVec2 to)
{
    return std::any_of(frame.targets.begin(), frame.targets.end(), [&](const Target& target) {
        const bool level = target.row == row && target.from.y < to.y && from.y < target.to.y;
        return level && target.from.x < to.x && from.x < std::max(target.to.x, target.room);
    });
}

Timestamp schedule_end(const ScheduleState& state)
{
    return state.from + Millis { static_cast<std::int64_t>(span_of(state.zoom)) };
}

Timestamp calendar_start(const ScheduleModel& model, Timestamp at, ScheduleZoom zoom)
{
    const std::int64_t offset = std::int64_t { model.zone.offset_at(at) } * 1000;
    std::int64_t local = at.millis + offset;
    local -= ((local % kScheduleDay) + kScheduleDay) % kScheduleDay;
    if (zoom == ScheduleZoom::Week) {
        const std::int64_t day = local / kScheduleDay + 3; // days since a Monday
        local -= (((day % 7) + 7) % 7) * kScheduleDay;
    } else if (zoom == ScheduleZoom::Month) {
        local -= 7 * kScheduleDay;
    }
    return { local - offset };
}

float schedule_text_width(std::string_view text, Face face)
{
    return font(face)->CalcTextSizeA(font_size(Type::Caption, face), 1e6F, 0, text.data(), text.data() + text.size()).x;
}

void move_to(ScheduleFrame& frame, Timestamp from)
{
    frame.state.from = from;
    frame.state.moved = true;
    frame.commands.push_back(ScheduleMoved { from, frame.state.zoom });
}

std::string due_state(const ScheduleFrame& frame, const ScheduleDue& due)
{
    if (due.done) {
        return std::string { tr(Text::ScheduleDone) };
    }
    if (frame.model.now > due.at) {
        return tr(Text::ScheduleOverdue, std::to_string(days_overdue(due, frame.model.now)));
    }
    return tr(Text::ScheduleDueOn, format_date(due.at, frame.model.zone.offset_at(due.at)));
}

void measure_schedule(ScheduleFrame& frame)
{
    const float text = font_size(Type::Caption);
    frame.line_height = std::round(text * 1.6F);
    float widest = grid(30);
    for (const ScheduleRow& row : frame.model.rows) {
        widest = std::max({ widest, schedule_text_width(row.name, Face::Medium) + grid(6),
            schedule_text_width(row.detail) + grid(6) });
    }
    frame.plot_left = frame.from.x + std::round(std::min(widest, (frame.to.x - frame.from.x) * 0.3F));
    frame.ruler_bottom = frame.from.y + std::round(text + grid(3));
    frame.axis.left = frame.plot_left;
    frame.axis.width = std::max(1.0F, frame.to.x - frame.plot_left);
    frame.axis.from_millis = static_cast<double>(frame.state.from.millis);
    frame.axis.millis_per_pixel = span_of(frame.state.zoom) / static_cast<double>(frame.axis.width);
    lay_out_rows(frame);
    // A short plan breathes: its lines grow into the height that is left.
    const float room = frame.to.y - frame.ruler_bottom;
    if (frame.content_height > 0 && frame.content_height < room) {
        frame.line_height = std::round(frame.line_height * std::min(1.4F, room / frame.content_height));
        lay_out_rows(frame);
    }
}

void collect_targets(ScheduleFrame& frame)
{
    for (std::size_t r = 0; r < frame.model.rows.size(); ++r) {
        const ScheduleRow& row = frame.model.rows[r];
        const RowGeometry& geometry = frame.rows[r];
        for (std::size_t b = 0; b < row.bars.size(); ++b) {
            const ScheduleBar& bar = row.bars[b];
            const float y = geometry.top + grid(1) + static_cast<float>(geometry.lines[b]) * frame.line_height;
            const float x0 = frame.axis.x(bar.begin);
            const float x1 = std::max(frame.axis.x(bar.end), x0 + 4);
            frame.targets.push_back({ bar.id, r, bar.begin, { x0, y + 2 }, { x1, y + frame.line_height - 2 },
                room_after(frame, r, b), bar_words(frame, row, bar) });
        }
        for (const ScheduleDue& due : row.dues) {
            const float x = frame.axis.x(due.at);
            const float half = frame.line_height * 0.4F;
            const float y = geometry.top + grid(1) + frame.line_height / 2;
            frame.targets.push_back({ due.id, r, due.at, { x - half, y - half }, { x + half, y + half }, 0,
                due.title + ", " + row.name + ", " + due_state(frame, due) });
        }
    }
}

}
