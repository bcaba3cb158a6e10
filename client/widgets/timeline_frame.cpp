// SPDX-License-Identifier: Apache-2.0
// Geometry: how tall lanes are and where things lie.
#include "client/widgets/timeline_frame.h"

#include "client/widgets/fonts.h"
#include "client/widgets/item.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

constexpr int kCurveRows = 3;

int usual_rows(const LaneModel& lane)
{
    if (lane.rows > 0) {
        return lane.rows;
    }
    switch (lane.style) {
    case LaneStyle::Bars:
        return 3;
    case LaneStyle::Notes:
        return 2;
    case LaneStyle::Bands:
    case LaneStyle::Diamonds:
    case LaneStyle::Hatched:
        return 1;
    case LaneStyle::Curve:
        return kCurveRows;
    }
    return 1;
}

// Curves gain by any height; items only where they were crowded, and at most double theirs.
int most_rows(const TimelineModel& model, const TimelineRuntime& runtime, std::size_t lane, int usual)
{
    const bool known = lane < runtime.rows_wanted.size();
    if (model.lanes[lane].style == LaneStyle::Curve) {
        return 3 * usual;
    }
    return std::clamp(known ? runtime.rows_wanted[lane] : usual, usual, 2 * usual);
}

// Gives lanes that gain by it one more row each, in turn, while there is room.
void grow_rows(std::vector<int>& rows, const std::vector<int>& most, float room, float row_height)
{
    bool grew = true;
    while (grew && room >= row_height) {
        grew = false;
        for (std::size_t i = 0; i < rows.size() && room >= row_height; ++i) {
            if (rows[i] < most[i]) {
                ++rows[i];
                room -= row_height;
                grew = true;
            }
        }
    }
}

float gutter_width(const TimelineModel& model, float width)
{
    float widest = grid(26);
    for (const LaneModel& lane : model.lanes) {
        widest = std::max(widest, label_width(lane.name, Face::Medium) + grid(14));
    }
    return std::round(std::min(widest, width * 0.3F));
}

}

TimelineGeometry timeline_geometry(
    const TimelineModel& model, const TimelineRuntime& runtime, ImVec2 from, ImVec2 to, float scroll)
{
    TimelineGeometry geometry;
    const float text = font_size(Type::Caption);
    const float row_height = std::round(text * 1.375F);
    const float padding = grid(1);
    geometry.from = from;
    geometry.to = to;
    geometry.plot_left = from.x + gutter_width(model, to.x - from.x);
    geometry.ruler_bottom = from.y + std::round(text * 2.5F) + grid(1);
    geometry.lanes_bottom = to.y - overview_height(model);
    std::vector<int> rows;
    std::vector<int> most;
    float wanted = 0;
    for (const LaneModel& lane : model.lanes) {
        rows.push_back(usual_rows(lane));
        most.push_back(most_rows(model, runtime, most.size(), rows.back()));
        wanted += static_cast<float>(rows.back()) * row_height + 2 * padding;
    }
    const float room = geometry.lanes_bottom - geometry.ruler_bottom;
    grow_rows(rows, most, room - wanted, row_height);
    for (const int count : rows) {
        const float height = static_cast<float>(count) * row_height + 2 * padding;
        const float top = geometry.ruler_bottom + geometry.content_height - scroll;
        geometry.lanes.push_back({ top, top + height, row_height, count });
        geometry.content_height += height;
    }
    return geometry;
}

float overview_height(const TimelineModel& model)
{
    return model.wall ? 0 : grid(11);
}

const TimelineColumns& columns_of(const TimelineModel& model)
{
    static const TimelineColumns kNone;
    return model.columns == nullptr ? kNone : *model.columns;
}

TimelineRange whole_extent(const TimelineModel& model, TimelineRuntime& runtime)
{
    const TimelineColumns& columns = columns_of(model);
    if (runtime.extent_version != columns.version()) {
        runtime.extent = columns.extent();
        runtime.extent_version = columns.version();
    }
    TimelineRange whole { model.now - Millis { 3'600'000 }, model.now };
    if (runtime.extent) {
        whole = { std::min(runtime.extent->from, model.now), std::max(runtime.extent->to, model.now) };
    }
    for (const TimelineWindow& window : model.windows) {
        whole.from = std::min(whole.from, window.begin);
        whole.to = std::max(whole.to, window.end);
    }
    return whole;
}

bool TimelineFrame::in_plot(ImVec2 at) const
{
    return at.x >= geometry.plot_left && at.x < geometry.to.x && at.y >= geometry.ruler_bottom
        && at.y < geometry.lanes_bottom;
}

bool TimelineFrame::in_ruler(ImVec2 at) const
{
    return at.x >= geometry.plot_left && at.x < geometry.to.x && at.y >= geometry.from.y
        && at.y < geometry.ruler_bottom;
}

bool TimelineFrame::in_overview(ImVec2 at) const
{
    return at.x >= geometry.plot_left && at.x < geometry.to.x && at.y >= geometry.lanes_bottom && at.y < geometry.to.y;
}

std::optional<std::size_t> TimelineFrame::lane_at(float y) const
{
    for (std::size_t i = 0; i < geometry.lanes.size(); ++i) {
        if (y >= geometry.lanes[i].top && y < geometry.lanes[i].bottom) {
            return i;
        }
    }
    return std::nullopt;
}

Severity shown_severity(ItemSeverity severity)
{
    switch (severity) {
    case ItemSeverity::Critical:
        return Severity::Critical;
    case ItemSeverity::Major:
        return Severity::Major;
    case ItemSeverity::Minor:
        return Severity::Minor;
    case ItemSeverity::Info:
        return Severity::Info;
    case ItemSeverity::Maintenance:
        return Severity::Maintenance;
    case ItemSeverity::Unknown:
        return Severity::Unknown;
    case ItemSeverity::Normal:
        return Severity::Normal;
    }
    return Severity::Unknown;
}

ImU32 severity_ink(ItemSeverity severity, float alpha)
{
    return colour(severity_colour(shown_severity(severity)), alpha);
}

float label_width(std::string_view text, Face face)
{
    const float size = font_size(Type::Caption, face);
    return font(face)->CalcTextSizeA(size, 1e6F, 0, text.data(), text.data() + text.size()).x;
}

float draw_label(TimelineFrame& frame, ImVec2 at, std::string_view text, const TextOptions& options)
{
    if (text.empty() || options.width < grid(2)) {
        return 0;
    }
    ImFont* face = font(options.face);
    const float size = font_size(Type::Caption, options.face);
    const char* const end = text.data() + text.size();
    const char* cut = end;
    float width = face->CalcTextSizeA(size, 1e6F, 0, text.data(), end).x;
    if (width > options.width) {
        const float dots = face->CalcTextSizeA(size, 1e6F, 0, "…").x;
        width = face->CalcTextSizeA(size, std::max(1.0F, options.width - dots), 0, text.data(), end, &cut).x;
        if (cut == text.data() || width + dots > options.width) {
            return 0;
        }
        frame.list.AddText(face, size, { at.x + width, at.y }, colour(options.colour), "…");
        width += dots;
    }
    frame.list.AddText(face, size, at, colour(options.colour), text.data(), cut);
    frame.runtime.labels.push_back({ at.x, at.y, at.x + width, at.y + size });
    return width;
}

float stroke(float pixels)
{
    return std::max(pixels, std::round(pixels * grid(1) / 4));
}

std::string format_count(std::uint64_t count)
{
    std::string text = std::to_string(count);
    for (std::size_t at = text.size(); at > 3; at -= 3) {
        text.insert(at - 3, 1, ',');
    }
    return text;
}

}
