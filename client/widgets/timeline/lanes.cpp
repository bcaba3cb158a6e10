// SPDX-License-Identifier: Apache-2.0
// Lanes of items: what of them is in sight, where its items go, and that they are drawn.
#include "client/language/text.h"
#include "client/platform/picture.h"
#include "client/theme/fonts.h"
#include "client/widgets/timeline/frame.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

bool lane_visible(const TimelineFrame& frame, std::size_t lane)
{
    const LaneGeometry& geometry = frame.geometry.lanes[lane];
    if (frame.model.wall) {
        // Nobody scrolls a wall: a lane is there whole or not at all.
        return geometry.bottom <= frame.geometry.lanes_bottom + 1;
    }
    return geometry.bottom > geometry.top && geometry.bottom > frame.geometry.ruler_bottom
        && geometry.top < frame.geometry.lanes_bottom;
}

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
        if (pictures_part()) {
            options.words_width = [&frame](const Mark& mark) { return words_room(frame, mark); };
        }
        // Whether what was open still is, nobody knows once data stopped coming.
        options.now_millis
            = static_cast<double>(std::min(frame.model.now, frame.model.frozen_since.value_or(frame.model.now)).millis);
        const DetailQuery query { lane.lane, frame.state.order, axis.from(), axis.to(), axis.millis_per_pixel };
        lay_out_lane(layout, frame.runtime.detail.view(columns, query), axis, options);
        const std::size_t bearable = pictures_part() ? 0 : layout.placed.size() / 4;
        const bool crowded = layout.dense || layout.crowded > bearable;
        int& wanted = frame.runtime.rows_wanted[i];
        wanted = std::max(wanted, crowded ? geometry.rows + 1 : 0);
    }
}

void draw_lanes(TimelineFrame& frame)
{
    const TimelineGeometry& geometry = frame.geometry;
    frame.runtime.untold.assign(frame.model.lanes.size(), 0);
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
            frame.runtime.untold[i] = frame.runtime.layouts[i].carried;
        } else {
            frame.runtime.untold[i] = draw_placed_items(frame, i);
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
