// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/theme.h"
#include "client/widgets/axis/time_axis.h"
#include "client/widgets/controls/badges.h"
#include "shared/domain/entities/capacity.h"
#include "shared/timeline/sample_series.h"

#include <imgui.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

enum class ChartUnit : std::uint8_t { Plain, Percent, Bytes, BytesPerSecond, PerSecond, Seconds };

// What is expected of an instant, and the band about it.
struct ForecastAt {
    Timestamp at {};
    double low = 0;
    double value = 0;
    double high = 0;
};

// A curve and what its values mean.
struct ChartSeries {
    std::string name {};
    const SampleSeries* samples = nullptr;
    ChartUnit unit = ChartUnit::Plain;
    std::optional<double> warning {}; // a value at or above is over the threshold…
    std::optional<double> critical {};
    bool low_is_bad = false;        // …or at or below
    std::optional<double> floor {}; // fixed ends of the value axis
    std::optional<double> ceiling {};
    Millis max_gap { 60'000 }; // samples further apart are not joined
    Colour line = Colour::Accent;
    std::vector<ForecastAt> forecast {}; // in order of time; drawn unlike what was measured: dashed, in a band
};

// A reduction of one series to one width, kept until the series, the stretch or the width change.
class ReductionCache {
public:
    const SeriesReduction& reduce(const SampleSeries& series, const TimeAxis& axis, Millis max_gap);
    std::uint64_t reductions() const { return reductions_; }

private:
    const SampleSeries* series_ = nullptr;
    std::uint64_t version_ = 0;
    double from_millis_ = 0;
    double millis_per_pixel_ = 0;
    float width_ = 0;
    Millis max_gap_ {};
    SeriesReduction reduction_ {};
    std::uint64_t reductions_ = 0;
};

// The ends of a value axis, a little beyond the data, with round steps.
struct ValueScale {
    double low = 0;
    double high = 1;
    double step = 0.25;

    // 0 at the bottom, 1 at the top.
    double share(double value) const { return (value - low) / (high - low); }
};
ValueScale value_scale(const ChartSeries& series, const SeriesReduction& reduction, int steps);

// Where a curve passes a threshold, as far as columns tell: at most one a column.
struct Crossing {
    Timestamp at {};
    bool into = false; // towards the bad side
    bool critical = false;
};
// How grave a level is shown to be, everywhere.
Severity level_severity(CapacityLevel level);
std::vector<Crossing> crossings(const ChartSeries& series, const SeriesReduction& reduction);

// "64 %", "1.5 GiB", "820 ms", "12.4k/s"; with as many digits as the step needs.
std::string format_value(double value, ChartUnit unit, double step = 0);

struct ChartState {
    ReductionCache cache {};
};

// Area, line, thresholds, crossings and last value inside a rectangle; no axes. The axis gives x.
struct PlotStyle {
    bool area = true;
    bool thresholds = true;
    bool threshold_labels = true;
    bool labels_left = false;
    bool last_value = true;
    float line_width = 1.5F;
};
void plot_series(ImDrawList& list, ImVec2 from, ImVec2 to, const TimeAxis& axis, const ChartSeries& series,
    const SeriesReduction& reduction, const ValueScale& scale, const PlotStyle& style);

// A chart over [from, to] with value axis, time axis and a readout under the mouse.
struct ChartOptions {
    Timestamp from {};
    Timestamp to {};
    SiteZone zone {};
    float height = 180;
    bool time_axis = true;
    bool still = false; // nothing to point at: a wall
};
void draw_chart(std::string_view id, const ChartSeries& series, ChartState& state, const ChartOptions& options);

// The curve alone, for cards: no axes, the last value marked.
void draw_sparkline(
    std::string_view id, const ChartSeries& series, ChartState& state, Timestamp from, Timestamp to, ImVec2 size);

}
