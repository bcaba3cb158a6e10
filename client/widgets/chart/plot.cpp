// SPDX-License-Identifier: Apache-2.0
// A series' area, line, thresholds and crossings inside a rectangle.
#include "client/theme/fonts.h"
#include "client/widgets/chart/chart.h"
#include "client/widgets/controls/badges.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

using Points = std::vector<ImVec2>;

struct Frame {
    ImVec2 from {};
    ImVec2 to {};
    const TimeAxis& axis;
    const ValueScale& scale;

    float y(double value) const
    {
        const double share = std::clamp(scale.share(value), -0.02, 1.02);
        return to.y - static_cast<float>(share) * (to.y - from.y);
    }
    ImVec2 point(const SeriesSample& sample) const { return { axis.x(sample.at), y(sample.value) }; }
};

// Unbroken stretches of the line: first, lowest, highest and last of each column.
std::vector<Points> line_runs(const Frame& frame, const SeriesReduction& reduction)
{
    std::vector<Points> runs;
    const auto start = [&runs] { runs.emplace_back(); };
    if (reduction.before) {
        start();
        runs.back().push_back(frame.point(*reduction.before));
    }
    for (const SeriesColumn& column : reduction.columns) {
        if (!column.finite) {
            continue;
        }
        if (!column.joined || runs.empty()) {
            start();
        }
        Points& run = runs.back();
        const ImVec2 first = frame.point(column.first);
        const ImVec2 last = frame.point(column.last);
        run.push_back(first);
        if (column.max > column.min) {
            const float middle = (first.x + last.x) / 2;
            const bool rising = column.last.value >= column.first.value;
            run.push_back({ middle, frame.y(rising ? column.min : column.max) });
            run.push_back({ middle, frame.y(rising ? column.max : column.min) });
            run.push_back(last);
        }
    }
    if (reduction.after && !runs.empty()) {
        runs.back().push_back(frame.point(*reduction.after));
    }
    return runs;
}

// Fades from the line to the ground. One strip, so that no seams show.
void draw_area(ImDrawList& list, const Points& run, float ground, float top, Colour name)
{
    if (run.size() < 2 || ground - top < 1) {
        return;
    }
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    // Only how opaque it is differs from point to point.
    const ImU32 low = colour(name, 0.05F);
    const auto least = static_cast<float>(low >> IM_COL32_A_SHIFT);
    const float more = static_cast<float>(colour(name, 0.25F) >> IM_COL32_A_SHIFT) - least;
    const ImU32 at_ground = colour(name, 0.03F);
    const auto tint = [&](float y) {
        const float height = std::clamp((ground - y) / (ground - top), 0.0F, 1.0F);
        return (low & ~IM_COL32_A_MASK) | (static_cast<ImU32>(least + more * height + 0.5F) << IM_COL32_A_SHIFT);
    };
    const auto count = static_cast<int>(run.size());
    list.PrimReserve((count - 1) * 6, count * 2);
    const auto base = list._VtxCurrentIdx;
    for (const ImVec2& point : run) {
        list.PrimWriteVtx(point, white, tint(point.y));
        list.PrimWriteVtx({ point.x, ground }, white, at_ground);
    }
    for (unsigned i = 0; i + 1 < static_cast<unsigned>(count); ++i) {
        const ImDrawIdx at = base + i * 2;
        for (const ImDrawIdx index : { at, at + 1, at + 3, at, at + 3, at + 2 }) {
            list.PrimWriteIdx(index);
        }
    }
}

// By more than a right angle.
bool turns_back(ImVec2 before, ImVec2 at, ImVec2 after)
{
    return (at.x - before.x) * (after.x - at.x) + (at.y - before.y) * (after.y - at.y) < 0;
}

// More points than pixels: what a line through all of them would cover is a bar at each pixel.
bool is_dense(const Points& run)
{
    return static_cast<float>(run.size()) > 1.5F * (run.back().x - run.front().x);
}

void draw_bars(ImDrawList& list, const Points& run, ImU32 ink, float width)
{
    float column = std::floor(run[0].x);
    float top = run[0].y;
    float bottom = run[0].y;
    const auto draw = [&] { list.AddRectFilled({ column, top - width / 2 }, { column + 1, bottom + width / 2 }, ink); };
    for (std::size_t i = 1; i < run.size(); ++i) {
        const float at = std::floor(run[i].x);
        if (at != column) {
            draw();
            const bool beside = at <= column + 1;
            if (!beside) {
                list.AddLine(run[i - 1], run[i], ink, width);
            }
            column = at;
            top = bottom = run[beside ? i - 1 : i].y;
        }
        top = std::min(top, run[i].y);
        bottom = std::max(bottom, run[i].y);
    }
    draw();
}

void draw_line(ImDrawList& list, const Points& run, ImU32 ink, float width)
{
    if (run.size() == 1) {
        list.AddCircleFilled(run[0], width * 1.4F, ink, 12);
        return;
    }
    if (is_dense(run)) {
        draw_bars(list, run, ink, width);
        return;
    }
    // Where the line turns back on itself a joint has no width, and a spike would fade to dots: it starts anew there.
    std::size_t start = 0;
    for (std::size_t i = 1; i + 1 < run.size(); ++i) {
        if (turns_back(run[i - 1], run[i], run[i + 1])) {
            list.AddPolyline(run.data() + start, static_cast<int>(i - start + 1), ink, 0, width);
            start = i;
        }
    }
    list.AddPolyline(run.data() + start, static_cast<int>(run.size() - start), ink, 0, width);
}

void draw_dashes(ImDrawList& list, float x0, float x1, float y, ImU32 ink)
{
    const float dash = grid(1.5F);
    const float space = grid(1);
    const float thick = std::max(1.0F, std::round(grid(1) / 4));
    for (float x = x0; x < x1; x += dash + space) {
        list.AddRectFilled({ x, y - thick / 2 }, { std::min(x + dash, x1), y + thick / 2 }, ink);
    }
}

// Along a line of several pieces, so that the dashes go on around its corners.
void draw_dashed_line(ImDrawList& list, const Points& line, ImU32 ink, float width)
{
    const float dash = grid(1.5F);
    const float period = dash + grid(1);
    float walked = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const ImVec2 from = line[i - 1];
        const ImVec2 way { line[i].x - from.x, line[i].y - from.y };
        const float length = std::hypot(way.x, way.y);
        const auto at = [&](float distance) {
            const float share = std::clamp(distance / length, 0.0F, 1.0F);
            return ImVec2 { from.x + way.x * share, from.y + way.y * share };
        };
        for (float start = std::floor(walked / period) * period - walked; start < length; start += period) {
            if (start + dash > 0) {
                list.AddLine(at(start), at(start + dash), ink, width);
            }
        }
        walked += length;
    }
}

// The band, the dashed line in its middle, and where what was measured ends.
void draw_forecast(ImDrawList& list, const Frame& frame, const ChartSeries& series, const PlotStyle& style)
{
    if (series.forecast.empty()) {
        return;
    }
    Points low;
    Points middle;
    Points high;
    for (const ForecastAt& expected : series.forecast) {
        low.push_back(frame.point({ expected.at, expected.low }));
        middle.push_back(frame.point({ expected.at, expected.value }));
        high.push_back(frame.point({ expected.at, expected.high }));
    }
    for (std::size_t i = 1; i < low.size(); ++i) {
        list.AddQuadFilled(high[i - 1], high[i], low[i], low[i - 1], colour(series.line, 0.16F));
    }
    const float start = middle.front().x;
    list.AddLine({ start, frame.from.y }, { start, frame.to.y }, colour(Colour::ControlBorder));
    draw_dashed_line(list, middle, colour(series.line), style.line_width);
}

struct Threshold {
    double value = 0;
    Severity severity {};
};

std::vector<Threshold> thresholds_of(const ChartSeries& series)
{
    std::vector<Threshold> found;
    if (series.critical) {
        found.push_back({ *series.critical, level_severity(CapacityLevel::Critical) });
    }
    if (series.warning) {
        found.push_back({ *series.warning, level_severity(CapacityLevel::Warning) });
    }
    return found;
}

bool inside(const ValueScale& scale, double value)
{
    return value >= scale.low && value <= scale.high;
}

// The line again in the threshold's colour where it lies beyond it.
void draw_beyond(ImDrawList& list, const Frame& frame, const ChartSeries& series, const std::vector<Points>& runs,
    const PlotStyle& style)
{
    auto thresholds = thresholds_of(series);
    std::reverse(thresholds.begin(), thresholds.end()); // the graver colour lies on top
    for (const Threshold& threshold : thresholds) {
        const float y = frame.y(threshold.value);
        const ImVec2 from { frame.from.x, series.low_is_bad ? y : frame.from.y - 2 };
        const ImVec2 to { frame.to.x, series.low_is_bad ? frame.to.y + 2 : y };
        const bool any = std::any_of(runs.begin(), runs.end(), [&](const Points& run) {
            return std::any_of(
                run.begin(), run.end(), [&](ImVec2 point) { return point.y >= from.y && point.y <= to.y; });
        });
        if (to.y <= from.y || !any) {
            continue;
        }
        list.PushClipRect(from, to, true);
        for (const Points& run : runs) {
            draw_line(list, run, colour(severity_colour(threshold.severity)), style.line_width + 0.5F);
        }
        list.PopClipRect();
    }
}

void draw_thresholds(ImDrawList& list, const Frame& frame, const ChartSeries& series, const PlotStyle& style)
{
    float label_y = -1e9F;
    for (const Threshold& threshold : thresholds_of(series)) {
        if (!inside(frame.scale, threshold.value)) {
            continue;
        }
        const ImU32 ink = colour(edge_colour(severity_colour(threshold.severity)), 0.75F);
        const float y = std::round(frame.y(threshold.value));
        draw_dashes(list, frame.from.x, frame.to.x, y, ink);
        if (style.threshold_labels) {
            const float size = font_size(Type::Caption);
            const auto code = severity_code(threshold.severity);
            const std::string text
                = std::string { code } + ' ' + format_value(threshold.value, series.unit, frame.scale.step);
            const float width = font(Face::Regular)->CalcTextSizeA(size, 1e6F, 0, text.c_str()).x;
            const ImVec2 at { style.labels_left ? frame.from.x + grid(1) : frame.to.x - width - grid(1),
                y - size - 1 < frame.from.y ? std::max(frame.from.y - 2, y - size / 2) : y - size - 1 };
            if (std::abs(at.y - label_y) < size || at.y + size > frame.to.y + 2) { // over another, or sliced
                continue;
            }
            label_y = at.y;
            list.AddRectFilled({ at.x - grid(1), at.y }, { at.x + width + grid(1), at.y + size },
                colour(Colour::Background0, 0.75F), grid(0.75F));
            list.AddText(font(Face::Regular), size, at, colour(Colour::Secondary), text.c_str());
        }
    }
}

// A triangle on the threshold where the curve passes it: filled into the bad, hollow out of it.
void draw_crossings(ImDrawList& list, const Frame& frame, const ChartSeries& series, const SeriesReduction& reduction)
{
    const float half = grid(1.25F);
    float last_x = -1e9F;
    for (const Crossing& crossing : crossings(series, reduction)) {
        const double threshold = crossing.critical ? *series.critical : *series.warning;
        const ImVec2 at { frame.axis.x(crossing.at), frame.y(threshold) };
        if (!inside(frame.scale, threshold) || (at.x >= last_x && at.x - last_x < half * 2.5F)) {
            continue;
        }
        last_x = at.x;
        const ImU32 ink = colour(
            severity_colour(level_severity(crossing.critical ? CapacityLevel::Critical : CapacityLevel::Warning)));
        const bool up = crossing.into != series.low_is_bad;
        const float tip = up ? -half : half;
        const ImVec2 a { at.x, at.y + tip };
        const ImVec2 b { at.x + half, at.y - tip * 0.7F };
        const ImVec2 c { at.x - half, at.y - tip * 0.7F };
        list.AddTriangleFilled(a, b, c, crossing.into ? ink : colour(Colour::Background1));
        list.AddTriangle(a, b, c, crossing.into ? colour(Colour::Background0) : ink, 1.2F);
    }
}

}

void plot_series(ImDrawList& list, ImVec2 from, ImVec2 to, const TimeAxis& axis, const ChartSeries& series,
    const SeriesReduction& reduction, const ValueScale& scale, const PlotStyle& style)
{
    const Frame frame { from, to, axis, scale };
    list.PushClipRect({ from.x, from.y - 2 }, { to.x, to.y + 2 }, true);
    const auto runs = line_runs(frame, reduction);
    for (const Points& run : runs) {
        if (style.area) {
            draw_area(list, run, to.y, from.y, series.line);
        }
    }
    draw_forecast(list, frame, series, style);
    if (style.thresholds) {
        draw_thresholds(list, frame, series, style);
    }
    for (const Points& run : runs) {
        draw_line(list, run, colour(series.line), style.line_width);
    }
    if (style.thresholds) {
        draw_beyond(list, frame, series, runs, style);
        draw_crossings(list, frame, series, reduction);
    }
    list.PopClipRect();
    const auto latest = series.samples == nullptr ? std::nullopt : series.samples->latest();
    if (style.last_value && latest && latest->at >= axis.from() && latest->at <= axis.to()) {
        const ImVec2 at = frame.point(*latest);
        list.AddCircleFilled(at, grid(1.5F), colour(Colour::Background0), 16);
        list.AddCircleFilled(at, grid(0.9F), colour(series.line), 16);
    }
}

}
