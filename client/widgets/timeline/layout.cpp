// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/timeline/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {

namespace {

constexpr int kMostRows = 16;
// A lane turns into a picture of density once more than one shape in this many finds no row.
constexpr std::size_t kOverflowShare = 4;
constexpr std::size_t kOverflowAllowed = 12;

struct Shape {
    float x0 = 0;
    float x1 = 0;
};

Shape shape_of(const Mark& mark, const TimeAxis& axis, const LaneLayoutOptions& options)
{
    const float begin = axis.x(static_cast<double>(mark.begin_millis));
    if (options.instants) {
        return { begin - options.least_width / 2, begin + options.least_width / 2 };
    }
    const bool open = mark.end_millis == kOpenEnd.millis;
    const double end = open ? std::max(options.now_millis, static_cast<double>(mark.begin_millis))
                            : static_cast<double>(mark.end_millis);
    return { begin, std::max(axis.x(end), begin + options.least_width) };
}

bool on_axis(const Shape& shape, const TimeAxis& axis)
{
    return shape.x1 >= axis.left && shape.x0 <= axis.left + axis.width;
}

float ended_end(const Shape& shape, const Mark& mark, const TimeAxis& axis, const LaneLayoutOptions& options)
{
    if (mark.open_count == mark.count) {
        return shape.x0;
    }
    const float end = axis.x(static_cast<double>(mark.ended_millis));
    return options.instants ? shape.x1 : std::clamp(end, shape.x0 + options.least_width, shape.x1);
}

void count_states(PlacedMark& placed, const Mark& mark)
{
    const auto severity = static_cast<std::size_t>(mark.severity);
    placed.count += mark.count;
    placed.open_count += mark.open_count;
    placed.merged.all[severity] += mark.count;
    placed.merged.open[severity] += mark.open_count;
    if (mark.count > mark.open_count) {
        placed.worst_ended = std::max(placed.worst_ended, mark.severity);
    }
}

// Whether `mark` should speak for a shape in place of `speaker`.
bool speaks_before(const Mark& mark, const Mark& speaker)
{
    const bool lasts = mark.open_count > 0;
    return lasts != (speaker.open_count > 0) ? lasts : mark.severity > speaker.severity;
}

void count_in(LaneLayout& layout, const Mark& mark)
{
    layout.item_count += mark.count;
    layout.worst = std::max(layout.worst, mark.severity);
}

// Puts shapes into rows from left to right.
class RowPacker {
public:
    RowPacker(LaneLayout& layout, const TimeAxis& axis, const LaneLayoutOptions& options)
        : layout_(layout), axis_(axis), options_(options), rows_(std::clamp(options.rows, 1, kMostRows))
    {
        last_.fill(kNone);
        shape_end_.fill(-1e9F);
        words_end_.fill(-1e9F);
    }

    // False if no row is free.
    bool place(const Shape& shape, const Mark& mark)
    {
        const Words words = words_of(shape, mark);
        const int row = choose_row(shape.x0, words.x0);
        if (row < 0) {
            return false;
        }
        const auto index = static_cast<std::size_t>(row);
        const bool whole = has_room(index, shape.x0, words.x0);
        const bool before = whole && words.before;
        layout_.crowded += whole ? 0U : 1U;
        if (last_[index] != kNone) {
            layout_.placed[last_[index]].room = (before ? words.x0 : shape.x0) - options_.gap;
        }
        last_[index] = layout_.placed.size();
        shape_end_[index] = shape.x1 + options_.gap;
        words_end_[index] = words.x1 + options_.gap;
        PlacedMark placed;
        placed.words_before = before;
        placed.words_x0 = words.x0;
        placed.x0 = shape.x0;
        placed.x1 = shape.x1;
        placed.room = 1e9F;
        placed.row = row;
        placed.open_x0 = mark.open_count > 0 ? shape.x0 : shape.x1;
        placed.ended_x1 = ended_end(shape, mark, axis_, options_);
        placed.severity = mark.severity;
        placed.mark = mark;
        count_states(placed, mark);
        layout_.placed.push_back(placed);
        return true;
    }

    // Counts a mark with the shape that was placed last in a row: one in the same state if there is one, of those the
    // one that lies closest. Every row is taken there, so the shape grows without leaving a hole.
    void absorb(const Shape& shape, const Mark& mark)
    {
        const std::size_t row = host_row(shape, mark);
        PlacedMark& host = layout_.placed[last_[row]];
        if (mark.open_count > 0) {
            host.open_x0 = host.open_count > 0 ? std::min(host.open_x0, shape.x0) : shape.x0;
        }
        if (mark.count > mark.open_count) {
            host.ended_x1 = std::max(host.ended_x1, ended_end(shape, mark, axis_, options_));
        }
        if (!options_.instants) {
            host.x1 = std::max(host.x1, shape.x1);
            shape_end_[row] = host.x1 + options_.gap;
            words_end_[row] = std::max(words_end_[row], shape_end_[row]);
        }
        count_states(host, mark);
        const auto flags = static_cast<std::uint8_t>(host.mark.flags & mark.flags);
        if (speaks_before(mark, host.mark)) {
            host.severity = mark.severity;
            host.mark = mark;
        }
        host.mark.flags = flags;
    }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    std::size_t host_row(const Shape& shape, const Mark& mark) const
    {
        std::size_t best = 0;
        float distance = 1e30F;
        bool same = false;
        for (std::size_t row = 0; row < static_cast<std::size_t>(rows_); ++row) {
            const PlacedMark& host = layout_.placed[last_[row]];
            const bool as_this = (host.mark.open_count > 0) == (mark.open_count > 0);
            const float away = std::abs(host.x0 - shape.x0);
            if (as_this != same ? as_this : away < distance) {
                same = as_this;
                distance = away;
                best = row;
            }
        }
        return best;
    }

    // A shape with its words, wherever those stand.
    struct Words {
        float x0 = 0;
        float x1 = 0;
        bool before = false;
    };

    Words words_of(const Shape& shape, const Mark& mark) const
    {
        if (!options_.words_width) {
            return { shape.x0, shape.x1 };
        }
        const float width = options_.words_width(mark);
        const float left = std::max(shape.x0, axis_.left);
        if (!options_.instants && shape.x1 - left >= width) {
            return { shape.x0, shape.x1 };
        }
        const bool fits_behind = shape.x1 + width <= axis_.left + axis_.width;
        return fits_behind || left - width < axis_.left ? Words { shape.x0, shape.x1 + width }
                                                        : Words { left - width, shape.x1, true };
    }

    bool has_room(std::size_t row, float x0, float words_x0) const
    {
        return options_.words_width ? x0 >= shape_end_[row] && words_x0 >= words_end_[row]
                                    : x0 >= shape_end_[row] + options_.wished_label;
    }

    int choose_row(float x0, float words_x0) const
    {
        int fallback = -1;
        for (int row = 0; row < rows_; ++row) {
            const float end = shape_end_[static_cast<std::size_t>(row)];
            if (has_room(static_cast<std::size_t>(row), x0, words_x0)) {
                return row;
            }
            if (x0 >= end && (fallback < 0 || end < shape_end_[static_cast<std::size_t>(fallback)])) {
                fallback = row;
            }
        }
        return fallback;
    }

    LaneLayout& layout_;
    const TimeAxis& axis_;
    const LaneLayoutOptions& options_;
    int rows_;
    std::array<std::size_t, kMostRows> last_ {};
    std::array<float, kMostRows> shape_end_ {};
    std::array<float, kMostRows> words_end_ {};
};

// False when too much finds no row.
bool pack_rows(LaneLayout& layout, const DetailView& view, const TimeAxis& axis, const LaneLayoutOptions& options)
{
    RowPacker packer { layout, axis, options };
    std::size_t overflow = 0;
    for (const Mark& mark : view.marks) {
        const Shape shape = shape_of(mark, axis, options);
        if (!on_axis(shape, axis)) {
            continue;
        }
        count_in(layout, mark);
        const bool placed = packer.place(shape, mark);
        // A block of many under one icon tells less than its density would.
        overflow += !placed || mark.count > 1 ? 1 : 0;
        if (overflow > kOverflowAllowed && overflow * kOverflowShare > layout.placed.size()) {
            return false;
        }
        if (!placed) {
            ++layout.crowded;
            packer.absorb(shape, mark);
        }
    }
    return true;
}

void add_extent(
    LaneLayout& layout, std::array<std::size_t, kItemSeverityCount>& open, const Shape& shape, ItemSeverity severity)
{
    std::size_t& last = open[static_cast<std::size_t>(severity)];
    if (last < layout.extents.size() && shape.x0 <= layout.extents[last].x1) {
        layout.extents[last].x1 = std::max(layout.extents[last].x1, shape.x1);
        return;
    }
    last = layout.extents.size();
    layout.extents.push_back({ shape.x0, shape.x1, severity });
}

void add_to_cell(LaneLayout& layout, const Mark& mark, const TimeAxis& axis, std::int64_t cell_millis)
{
    const std::int64_t number = mark.begin_millis / cell_millis - (mark.begin_millis % cell_millis < 0 ? 1 : 0);
    const std::int64_t begin = number * cell_millis;
    if (layout.cells.empty() || layout.cells.back().begin_millis != begin) {
        DenseCell cell;
        cell.begin_millis = begin;
        cell.end_millis = begin + cell_millis;
        cell.x0 = axis.x(static_cast<double>(begin));
        cell.x1 = axis.x(static_cast<double>(cell.end_millis));
        cell.worst = mark.severity;
        cell.first_seq = mark.first_seq;
        layout.cells.push_back(cell);
    }
    DenseCell& cell = layout.cells.back();
    cell.count += mark.count;
    if (mark.severity > cell.worst) {
        cell.worst = mark.severity;
        cell.worst_count = 0;
        cell.first_seq = mark.first_seq;
    }
    cell.worst_count += mark.severity == cell.worst ? mark.count : 0;
    layout.most_in_cell = std::max(layout.most_in_cell, cell.count);
}

void fill_density(LaneLayout& layout, const DetailView& view, const TimeAxis& axis, const LaneLayoutOptions& options)
{
    constexpr float kLongPixels = 10;
    std::array<std::size_t, kItemSeverityCount> open {};
    open.fill(static_cast<std::size_t>(-1));
    for (const Mark& mark : view.marks) {
        const Shape shape = shape_of(mark, axis, options);
        if (!on_axis(shape, axis)) {
            continue;
        }
        count_in(layout, mark);
        const bool lasts = !options.instants && shape.x1 - shape.x0 > kLongPixels;
        if (lasts || mark.carried_in) {
            add_extent(layout, open, shape, mark.severity);
        }
        if (!mark.carried_in) {
            add_to_cell(layout, mark, axis, view.cell_millis);
        } else {
            layout.carried += mark.count;
        }
    }
}

}

bool takes_over(const LaneLayout& layout, const PlacedMark& placed)
{
    const auto ends_there = [&](const PlacedMark& other) {
        return other.mark.kind == ItemKind::Duty && other.mark.first_seq != placed.mark.first_seq
            && other.mark.end_millis == placed.mark.begin_millis;
    };
    return placed.mark.kind == ItemKind::Duty && std::any_of(layout.placed.begin(), layout.placed.end(), ends_there);
}

void lay_out_lane(LaneLayout& layout, const DetailView& view, const TimeAxis& axis, const LaneLayoutOptions& options)
{
    const auto reset = [&layout] {
        layout.placed.clear();
        layout.cells.clear();
        layout.extents.clear();
        layout.dense = false;
        layout.most_in_cell = 0;
        layout.item_count = 0;
        layout.carried = 0;
        layout.crowded = 0;
        layout.worst = {};
    };
    reset();
    if (pack_rows(layout, view, axis, options)) {
        return;
    }
    reset();
    layout.dense = true;
    fill_density(layout, view, axis, options);
}

}
