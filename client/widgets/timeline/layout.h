// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/axis/time_axis.h"
#include "shared/timeline/detail.h"

#include <array>
#include <functional>
#include <vector>

namespace watchfloor {

// What a shape stands for, by severity: all of it, and what of it still lasts.
struct MergedCounts {
    std::array<std::uint32_t, kItemSeverityCount> all {};
    std::array<std::uint32_t, kItemSeverityCount> open {};
};

// A mark with its place in a lane. Pixels across, rows down. A shape that stands for several lasts as long as any of
// them, and speaks with the worst that still lasts, or with the worst where none does.
struct PlacedMark {
    float x0 = 0;
    float x1 = 0;   // of the shape; the label may go on to `room`
    float room = 0; // where the next shape of the row begins
    int row = 0;
    bool words_before = false; // its words end where it begins…
    float words_x0 = 0;        // …and begin here
    std::uint32_t count = 0;   // more than the mark's own when others found no row
    std::uint32_t open_count = 0;
    float open_x0 = 0;  // where the first that still lasts begins; x1 where none does
    float ended_x1 = 0; // where the last of those that are over ended; x0 where all last
    ItemSeverity severity {};
    ItemSeverity worst_ended {}; // of those that are over
    MergedCounts merged {};
    Mark mark {}; // the one that speaks

    bool mixed() const { return open_count > 0 && open_count < count; }
};

// When a lane holds more than its rows can show: how much begins in each few pixels.
struct DenseCell {
    float x0 = 0;
    float x1 = 0;
    std::uint32_t count = 0;
    std::uint32_t worst_count = 0;
    ItemSeverity worst {};
    std::uint64_t first_seq = 0; // of the worst
    std::int64_t begin_millis = 0;
    std::int64_t end_millis = 0;
};

// A stretch in which something of this severity lasted.
struct Extent {
    float x0 = 0;
    float x1 = 0;
    ItemSeverity severity {};
};

struct LaneLayout {
    bool dense = false;
    std::vector<PlacedMark> placed {};
    std::vector<DenseCell> cells {};
    std::vector<Extent> extents {};
    std::uint32_t most_in_cell = 0;
    std::uint32_t item_count = 0; // what the drawn marks stand for
    std::uint32_t carried = 0;    // of them, those a dense lane counts in no cell: they began before the axis
    std::size_t crowded = 0;      // marks that found no room for a label, or no row at all
    ItemSeverity worst {};
};

// A duty that went from one to another: its band begins in the instant in which another ends.
bool takes_over(const LaneLayout& layout, const PlacedMark& placed);

struct LaneLayoutOptions {
    int rows = 1;
    float least_width = 3;  // of a shape
    float gap = 2;          // between shapes of a row
    float wished_label = 0; // a row with this much room after its last shape is preferred
    double now_millis = 0;  // where open items end
    bool instants = false;  // shapes stand for begins; ends are not drawn
    // In a picture, which nobody can point at: what the words of a mark take. Each gets a row in which they stand whole
    // in its shape, behind it or, where the axis ends, before it, as far as there are rows.
    std::function<float(const Mark&)> words_width {};
};

// Replaces `layout`, keeping its memory. Every mark that touches the axis is in it: placed, or in a
// cell or extent, or counted by a placed neighbour, which then lasts at least as long and is at least as bad, what
// still lasts before what is over.
void lay_out_lane(LaneLayout& layout, const DetailView& view, const TimeAxis& axis, const LaneLayoutOptions& options);

}
