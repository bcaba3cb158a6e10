// SPDX-License-Identifier: Apache-2.0
// Geometry: how tall lanes are and where things lie.
#include "client/widgets/timeline/frame.h"

#include "client/platform/picture.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace watchfloor {

namespace {

constexpr int kCurveRows = 3;

// A line of a strip that has to show many lanes: as low as its words.
float lowest_line()
{
    return std::round(font_size(Type::Caption) * 1.0625F);
}

float ruler_height(bool one_line)
{
    const float text = font_size(Type::Caption);
    return std::round(text * (one_line ? 1.25F : 2.5F)) + grid(one_line ? 0.5F : 1.0F);
}

// By what was crowded so far; 0: nothing was.
int rows_wanted(const TimelineRuntime& runtime, std::size_t lane)
{
    return lane < runtime.rows_wanted.size() ? runtime.rows_wanted[lane] : 0;
}

bool holds_nothing(const TimelineModel& model, std::size_t index)
{
    const LaneModel& lane = model.lanes[index];
    return lane.style != LaneStyle::Curve && columns_of(model).lane(lane.lane, TimeOrder::Occurred).empty();
}

// Alerts begin before others end: in one line they would all be one block. A wall, where a line more means a lane
// less, gives them the second only then.
int least_rows(const TimelineModel& model, const TimelineRuntime& runtime, std::size_t lane)
{
    if (model.lanes[lane].style != LaneStyle::Bars || holds_nothing(model, lane)) {
        return 1;
    }
    return model.wall ? std::clamp(rows_wanted(runtime, lane), 1, 2) : 2;
}

int usual_rows(const TimelineModel& model, const TimelineRuntime& runtime, std::size_t index)
{
    if (model.wall) {
        return least_rows(model, runtime, index);
    }
    if (holds_nothing(model, index)) {
        return 1;
    }
    const LaneModel& lane = model.lanes[index];
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
    if (model.lanes[lane].style == LaneStyle::Curve) {
        return 3 * usual;
    }
    // In a picture nobody points at what is cut: its words have all the room there is.
    constexpr int kMostPictured = 12;
    return std::clamp(rows_wanted(runtime, lane), usual, pictures_part() ? std::max(usual, kMostPictured) : 2 * usual);
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

// Too many lines for the room: the lanes with the most give some up before others go out of sight.
void shrink_rows(
    std::vector<int>& rows, const TimelineModel& model, const TimelineRuntime& runtime, float missing, float row_height)
{
    while (missing > 0) {
        auto most = rows.end();
        for (auto at = rows.begin(); at != rows.end(); ++at) {
            const auto lane = static_cast<std::size_t>(at - rows.begin());
            const bool gives = model.lanes[lane].style != LaneStyle::Curve && *at > least_rows(model, runtime, lane);
            most = gives && (most == rows.end() || *at >= *most) ? at : most;
        }
        if (most == rows.end()) {
            return;
        }
        --*most;
        missing -= row_height;
    }
}

// Where not every lane fits, those in which nothing ever happened make room: they are counted, not drawn.
void fold_empty_lanes(std::vector<int>& rows, std::vector<int>& most, const TimelineModel& model)
{
    std::vector<int> folded = rows;
    bool any_left = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        folded[i] = holds_nothing(model, i) ? 0 : rows[i];
        any_left = any_left || folded[i] > 0;
    }
    for (std::size_t i = 0; any_left && i < rows.size(); ++i) {
        rows[i] = folded[i];
        most[i] = folded[i] == 0 ? 0 : most[i];
    }
}

std::vector<float> lane_heights(const std::vector<int>& rows, float row_height, float padding)
{
    std::vector<float> heights;
    for (const int count : rows) {
        heights.push_back(count == 0 ? 0 : static_cast<float>(count) * row_height + 2 * padding);
    }
    return heights;
}

float total_of(const std::vector<float>& heights)
{
    return std::accumulate(heights.begin(), heights.end(), 0.0F);
}

// Unscrolled, the lower edge falls between two lanes: what is left over makes the lanes in sight taller.
void fit_whole_lanes(std::vector<float>& heights, float room)
{
    float used = 0;
    std::vector<std::size_t> whole;
    std::size_t next = 0;
    for (; next < heights.size() && used + heights[next] <= room; ++next) {
        used += heights[next];
        if (heights[next] > 0) {
            whole.push_back(next);
        }
    }
    if (whole.empty() || next == heights.size()) {
        return;
    }
    const float each = std::floor((room - used) / static_cast<float>(whole.size()));
    for (const std::size_t lane : whole) {
        heights[lane] += each;
    }
    heights[whole.front()] += room - used - each * static_cast<float>(whole.size());
}

void place_lanes(TimelineGeometry& geometry, const std::vector<float>& heights, const std::vector<int>& rows,
    float row_height, float scroll)
{
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const float top = geometry.ruler_bottom + geometry.content_height - scroll;
        const float lines = static_cast<float>(rows[i]) * row_height;
        const float items_top = top + std::floor((heights[i] - lines) / 2);
        geometry.lanes.push_back({ top, top + heights[i], items_top, row_height, std::max(1, rows[i]) });
        geometry.folded_lanes += rows[i] == 0 ? 1U : 0U;
        geometry.content_height += heights[i];
        const bool whole = top >= geometry.ruler_bottom - 1 && top + heights[i] <= geometry.lanes_bottom + 1;
        geometry.hidden_lanes += whole || rows[i] == 0 ? 0U : 1U; // nobody misses an empty one
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
    float row_height = std::round(text * 1.375F);
    const float tight = grid(0.25F);
    float padding = model.wall ? tight : grid(1);
    geometry.from = from;
    geometry.to = to;
    geometry.plot_left = from.x + gutter_width(model, to.x - from.x);
    geometry.ruler_bottom = from.y + ruler_height(short_ruler(model));
    geometry.lanes_bottom = to.y - overview_height(model);
    std::vector<int> rows;
    std::vector<int> most;
    float wanted = 0;
    for (std::size_t i = 0; i < model.lanes.size(); ++i) {
        rows.push_back(usual_rows(model, runtime, i));
        most.push_back(most_rows(model, runtime, most.size(), rows.back()));
        wanted += static_cast<float>(rows.back()) * row_height + 2 * padding;
    }
    const float room = geometry.lanes_bottom - geometry.ruler_bottom;
    shrink_rows(rows, model, runtime, wanted - room, row_height);
    grow_rows(rows, most, room - wanted, row_height);
    if (!model.wall && total_of(lane_heights(rows, row_height, padding)) > room) {
        fold_empty_lanes(rows, most, model);
        padding = total_of(lane_heights(rows, row_height, padding)) > room ? tight : padding;
        if (model.strip && total_of(lane_heights(rows, row_height, padding)) > room) {
            for (int& lines : rows) {
                lines = std::min(lines, 1);
            }
            row_height = lowest_line();
            padding = 0;
        }
        grow_rows(rows, most, room - total_of(lane_heights(rows, row_height, padding)), row_height);
    }
    std::vector<float> heights = lane_heights(rows, row_height, padding);
    fit_whole_lanes(heights, room);
    place_lanes(geometry, heights, rows, row_height, model.wall ? 0 : scroll);
    return geometry;
}

float strip_height(const TimelineModel& model)
{
    float lanes = 0;
    for (std::size_t i = 0; i < model.lanes.size(); ++i) {
        lanes += holds_nothing(model, i) ? 0.0F : 1.0F;
    }
    return ruler_height(true) + std::max(1.0F, lanes) * lowest_line();
}

float overview_height(const TimelineModel& model)
{
    return short_ruler(model) || model.without_overview ? 0 : grid(11);
}

bool short_ruler(const TimelineModel& model)
{
    return model.wall || model.strip;
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

float stroke(float pixels)
{
    return std::max(pixels, std::round(pixels * grid(1) / 4));
}

}
