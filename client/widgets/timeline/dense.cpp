// SPDX-License-Identifier: Apache-2.0
// Lanes that are pictures rather than items: density, and curves.
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/timeline/frame.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

// Severity as shape and colour for the worst; everything else is a quiet ground.
constexpr float kLeastColumn = 3;

struct DenseBox {
    float top = 0; // of the strip for counts and shapes
    float columns_top = 0;
    float ground = 0;
    // In a low lane the columns reach up to where the counts would stand; the lane's name says how many there are.
    bool counts_fit = true;
};

DenseBox dense_box(const LaneGeometry& geometry)
{
    const float text = font_size(Type::Caption);
    const float top = geometry.top + grid(0.5F);
    const float below = top + text + grid(0.75F);
    const float lowest = geometry.bottom - grid(3);
    return { top, std::min(below, lowest), geometry.bottom - grid(1.25F), below <= lowest };
}

void draw_extents(TimelineFrame& frame, const LaneLayout& layout, const DenseBox& box)
{
    // Less severe first, so that the worst lies on top.
    for (std::size_t severity = 0; severity < kItemSeverityCount; ++severity) {
        for (const Extent& extent : layout.extents) {
            if (static_cast<std::size_t>(extent.severity) == severity) {
                frame.list.AddRectFilled(
                    { extent.x0, box.ground }, { extent.x1, box.ground + 2 }, severity_ink(extent.severity, 0.8F));
            }
        }
    }
}

void draw_columns(TimelineFrame& frame, const LaneLayout& layout, const DenseBox& box)
{
    const float most = std::log2(1 + static_cast<float>(layout.most_in_cell));
    const float height = box.ground - box.columns_top;
    const ImU32 quiet = colour(Colour::Secondary, 0.26F);
    for (const DenseCell& cell : layout.cells) {
        const float share = std::log2(1 + static_cast<float>(cell.count)) / std::max(1.0F, most);
        const float tall = std::max(kLeastColumn, std::round(height * (0.18F + 0.82F * share)));
        const float x1 = std::max(cell.x1 - (cell.x1 - cell.x0 >= 4 ? 1.0F : 0.0F), cell.x0 + 3);
        const float top = box.ground - tall;
        const float worst = static_cast<float>(cell.worst_count) / static_cast<float>(cell.count);
        const float cap = std::max(kLeastColumn, std::round(tall * worst));
        frame.list.AddRectFilled({ cell.x0, top }, { x1, box.ground }, quiet);
        frame.list.AddRectFilled({ cell.x0, top }, { x1, top + cap },
            cell.worst == ItemSeverity::Normal ? colour(Colour::Secondary, 0.55F) : severity_ink(cell.worst, 0.9F));
    }
}

// A stretch of cells without a visible hole gets its count, where there is room for it; the worst in
// it gets its shape.
void draw_run(TimelineFrame& frame, const DenseBox& box, std::span<const DenseCell> run)
{
    std::uint64_t count = 0;
    for (const DenseCell& cell : run) {
        count += cell.count;
    }
    const float text = font_size(Type::Caption);
    const float left = std::max(run.front().x0, frame.state.axis.left + grid(1));
    const float right = std::min(run.back().x1, frame.state.axis.left + frame.state.axis.width);
    const std::string words = count > 1 ? tr(Text::TimelineItems, format_count(count)) : std::string {};
    float taken = left;
    if (box.counts_fit && !words.empty() && right - left >= label_width(words) + grid(1)) {
        taken += draw_label(frame, { left, box.top }, words, { .width = right - left, .colour = Colour::Secondary })
            + grid(2);
    }
    // One shape for the worst in each stretch of this width: a sign, not a row of beads.
    const float stretch = text * 3.5F;
    const float side = text * 0.75F;
    for (auto cell = run.begin(); cell != run.end();) {
        const float start = std::max(cell->x0, taken);
        const DenseCell* worst = nullptr;
        for (; cell != run.end() && cell->x0 < start + stretch; ++cell) {
            const bool fits = (cell->x0 + cell->x1) / 2 - side / 2 >= taken;
            if (fits && cell->worst >= ItemSeverity::Major && (worst == nullptr || cell->worst > worst->worst)) {
                worst = &*cell;
            }
        }
        if (worst != nullptr) {
            const float x = (worst->x0 + worst->x1) / 2;
            draw_severity_shape(frame.list, shown_severity(worst->worst), { x, box.top + text / 2 }, side);
            taken = x + side;
        }
    }
}

void draw_runs(TimelineFrame& frame, const LaneLayout& layout, const DenseBox& box)
{
    const std::span<const DenseCell> cells { layout.cells };
    std::size_t start = 0;
    for (std::size_t i = 1; i <= cells.size(); ++i) {
        if (i == cells.size() || cells[i].x0 - cells[i - 1].x1 > grid(6)) {
            draw_run(frame, box, cells.subspan(start, i - start));
            start = i;
        }
    }
}

}

void draw_dense_lane(TimelineFrame& frame, std::size_t lane)
{
    const LaneLayout& layout = frame.runtime.layouts[lane];
    const DenseBox box = dense_box(frame.geometry.lanes[lane]);
    draw_extents(frame, layout, box);
    draw_columns(frame, layout, box);
    draw_runs(frame, layout, box);
}

void draw_curve_lane(TimelineFrame& frame, std::size_t lane)
{
    const auto index = frame.model.lanes[lane].curve;
    if (!index || *index >= frame.model.curves.size()) {
        return;
    }
    const ChartSeries& series = frame.model.curves[*index];
    frame.runtime.curves.resize(frame.model.curves.size());
    const LaneGeometry& geometry = frame.geometry.lanes[lane];
    const ImVec2 from { frame.state.axis.left, geometry.top + grid(2) };
    const ImVec2 to { frame.state.axis.left + frame.state.axis.width, geometry.bottom - 1 };
    if (series.samples == nullptr || series.samples->empty()) {
        const auto words = tr(Text::ChartNoData);
        draw_label(frame, { (from.x + to.x - label_width(words)) / 2, (from.y + to.y - font_size(Type::Caption)) / 2 },
            words, { .colour = Colour::Muted });
        return;
    }
    const auto& reduction = frame.runtime.curves[*index].reduce(*series.samples, frame.state.axis, series.max_gap);
    PlotStyle style;
    style.line_width = 1.5F * grid(1) / 4;
    style.threshold_labels = geometry.rows >= 3;
    plot_series(frame.list, from, to, frame.state.axis, series, reduction, value_scale(series, reduction, 2), style);
}

}
