// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/last_hour.h"

#include "shared/domain/forecast/robust.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kLeastMeasured = 10;
constexpr double kLeastSeconds = 20 * 60;   // less is a peak
constexpr double kInSight = 24 * 3600;      // for the early end
constexpr double kFarthest = 365 * 86'400.; // for the late one
constexpr double kClearRise = 2;            // times what use differs otherwise

// From the first measured value to the last.
RegularSeries measured_part(const RegularSeries& series)
{
    const auto first = std::find_if(series.values.begin(), series.values.end(), is_measured);
    const auto last = std::find_if(series.values.rbegin(), series.values.rend(), is_measured).base();
    RegularSeries part { series.start, series.step_seconds, {} };
    if (first < last) {
        part.start = part.start + Millis { (first - series.values.begin()) * series.step_seconds * 1000 };
        part.values.assign(first, last);
    }
    return part;
}

}

Exhaustion exhaustion_by_rise(const RegularSeries& minutes, double limit)
{
    Exhaustion found;
    const RegularSeries series = measured_part(minutes);
    if (measured_in(series.values) < kLeastMeasured) {
        return found;
    }
    const auto steps = static_cast<double>(series.values.size() - 1);
    const auto step = static_cast<double>(series.step_seconds);
    const RobustSlope slope = theil_sen(series.values, 0);
    std::vector<double> at_end; // each value, as it would be now
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        at_end.push_back(series.values[i] + slope.slope * (steps - static_cast<double>(i)));
    }
    if (steps * step < kLeastSeconds || !(slope.low > 0) || slope.low * steps < kClearRise * robust_scale(at_end)) {
        return found;
    }
    const double left = limit - median_of(at_end);
    const Timestamp end = series.start + Millis { static_cast<std::int64_t>(steps * step * 1000) };
    const auto passed = [&](double rise) -> std::optional<Timestamp> {
        const double seconds = std::max(left, 0.0) / rise * step;
        return seconds < kFarthest ? std::optional(end + Millis { static_cast<std::int64_t>(seconds * 1000) })
                                   : std::nullopt;
    };
    if (left / slope.high * step > kInSight) {
        return found;
    }
    found.now = left <= 0;
    found.at = passed(slope.slope);
    found.early = passed(slope.high);
    found.late = passed(slope.low);
    return found;
}

}
