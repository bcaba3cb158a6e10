// SPDX-License-Identifier: Apache-2.0
// The strip below the lanes: all that is known, and which part of it is shown.
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/timeline/frame.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

constexpr float kColumnPixels = 3;

// Recounted only when the data, the width or the stretch changed; from tiles of its own, so that
// the lanes' tiles stay.
void count_overview(TimelineFrame& frame)
{
    TimelineRuntime& runtime = frame.runtime;
    const TimelineColumns& columns = columns_of(frame.model);
    TimelineRange whole = whole_extent(frame.model, runtime);
    // Now moves every second: what is counted moves only when now leaves the margin.
    const auto step = std::max<std::int64_t>(60'000, (whole.to - whole.from).count() / 64);
    whole.to.millis += step - whole.to.millis % step;
    TimeAxis axis;
    axis.left = frame.geometry.plot_left;
    axis.width = std::max(1.0F, frame.geometry.to.x - axis.left);
    axis = fitted(axis, whole.from, whole.to, 0.01);
    const TimeAxis& last = runtime.overview_axis;
    if (runtime.overview_version == columns.version() && !runtime.overview.empty() && last.left == axis.left
        && last.width == axis.width && last.from_millis == axis.from_millis
        && last.millis_per_pixel == axis.millis_per_pixel) {
        return;
    }
    runtime.overview_version = columns.version();
    runtime.overview_axis = axis;
    runtime.overview.assign(static_cast<std::size_t>(axis.width / kColumnPixels) + 1, {});
    for (const LaneModel& lane : frame.model.lanes) {
        if (lane.style == LaneStyle::Curve) {
            continue;
        }
        const auto view = runtime.overview_detail.view(
            columns, { lane.lane, TimeOrder::Occurred, axis.from(), axis.to(), axis.millis_per_pixel });
        for (const Mark& mark : view.marks) {
            const float x = axis.x(static_cast<double>(mark.begin_millis)) - axis.left;
            if (x >= 0 && x < axis.width) {
                OverviewColumn& column = runtime.overview[static_cast<std::size_t>(x / kColumnPixels)];
                column.count += mark.count;
                column.worst = std::max(column.worst, mark.severity);
            }
        }
    }
}

}

void draw_overview(TimelineFrame& frame)
{
    if (overview_height(frame.model) <= 0) {
        return;
    }
    count_overview(frame);
    const TimelineGeometry& geometry = frame.geometry;
    const float top = geometry.lanes_bottom;
    frame.list.AddRectFilled({ geometry.plot_left, top }, geometry.to, colour(Colour::Background1));
    frame.list.AddLine({ geometry.from.x, top }, { geometry.to.x, top }, colour(Colour::Grid));
    std::uint32_t most = 1;
    for (const OverviewColumn& column : frame.runtime.overview) {
        most = std::max(most, column.count);
    }
    const float ground = geometry.to.y - grid(1);
    const float room = ground - top - grid(2);
    const float scale = std::log2(1 + static_cast<float>(most));
    for (std::size_t i = 0; i < frame.runtime.overview.size(); ++i) {
        const OverviewColumn& column = frame.runtime.overview[i];
        if (column.count == 0) {
            continue;
        }
        const float x = geometry.plot_left + static_cast<float>(i) * kColumnPixels;
        const float tall = std::max(3.0F, room * std::log2(1 + static_cast<float>(column.count)) / scale);
        frame.list.AddRectFilled(
            { x, ground - tall }, { x + kColumnPixels - 1, ground }, colour(Colour::Secondary, 0.3F));
        if (column.worst > ItemSeverity::Info) {
            frame.list.AddRectFilled({ x, ground - tall },
                { x + kColumnPixels - 1, ground - tall + std::min(tall, 4.0F) }, severity_ink(column.worst));
        }
    }
    const TimeAxis& whole = frame.runtime.overview_axis;
    const float x0 = std::clamp(whole.x(frame.state.axis.from_millis), geometry.plot_left, geometry.to.x);
    const float x1 = std::clamp(whole.x(frame.state.axis.to_millis()), geometry.plot_left, geometry.to.x);
    frame.list.AddRectFilled({ geometry.plot_left, top }, { x0, geometry.to.y }, colour(Colour::Background0, 0.55F));
    frame.list.AddRectFilled({ x1, top }, geometry.to, colour(Colour::Background0, 0.55F));
    // Even a sliver of the whole can be seen and grabbed.
    const float middle = (x0 + x1) / 2;
    const float half = std::max(3.0F, (x1 - x0) / 2);
    frame.list.AddRect(
        { middle - half, top + 1 }, { middle + half, geometry.to.y - 1 }, colour(Colour::Accent), 2, 0, 1.5F);
    const float text = font_size(Type::Caption);
    draw_label(frame, { geometry.from.x + grid(2.5F) + text + grid(1.5F), (top + geometry.to.y - text) / 2 },
        tr(Text::TimelineOverview),
        { .width = geometry.plot_left - geometry.from.x - text - grid(6), .colour = Colour::Muted });
}

}
