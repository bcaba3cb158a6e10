// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/exhaustion.h"

#include "shared/domain/forecast/robust.h"

#include <algorithm>
#include <numbers>

namespace watchfloor {
namespace {

constexpr std::size_t kLeastPeaks = 7;
constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kClearWeek = 0.6; // of what days differ is left once weekdays are known
constexpr double kClearGrowth = 1; // times what peaks differ otherwise, over the days that were seen

// The days' peaks since the last step, in order of time; the last day ends with the last value.
struct Peaks {
    std::vector<double> values {};
    std::size_t at = 0; // the step of the day at which they stand, on average around the clock
};

Peaks peaks_of(std::span<const double> values, std::size_t day)
{
    Peaks peaks;
    double x = 0;
    double y = 0;
    for (std::size_t end = values.size(); end >= day; end -= day) {
        const auto whole = values.subspan(end - day, day);
        double peak = kNotMeasured;
        std::size_t at = 0;
        for (std::size_t i = 0; i < day; ++i) {
            if (is_measured(whole[i]) && !(whole[i] <= peak)) {
                peak = whole[i];
                at = i;
            }
        }
        peaks.values.push_back(peak);
        x += std::cos(kTurn * static_cast<double>(at) / static_cast<double>(day));
        y += std::sin(kTurn * static_cast<double>(at) / static_cast<double>(day));
    }
    std::reverse(peaks.values.begin(), peaks.values.end());
    const double turned = std::atan2(y, x) / kTurn;
    peaks.at = static_cast<std::size_t>((turned < 0 ? turned + 1 : turned) * static_cast<double>(day));
    return peaks;
}

struct PeakPath {
    double level = 0; // of the last day
    RobustSlope slope {};
    std::vector<double> weekdays {}; // what the days behind the last differ from the line, in their order
    std::vector<double> rest {};     // of the days that were seen
};

PeakPath peak_line_of(std::span<const double> peaks, std::size_t period)
{
    const std::size_t n = peaks.size();
    PeakPath path;
    path.slope = theil_sen(peaks, period);
    for (std::size_t i = 0; i < n; ++i) {
        path.rest.push_back(peaks[i] + path.slope.slope * static_cast<double>(n - 1 - i));
    }
    path.level = median_of(std::span<const double>(path.rest).last(std::min(n, 2 * kWeekDays)));
    for (double& rest : path.rest) {
        rest -= path.level;
    }
    path.weekdays.assign(kWeekDays, 0);
    return path;
}

PeakPath path_of(std::span<const double> peaks)
{
    const std::size_t n = peaks.size();
    if (n < 3 * kWeekDays) {
        return peak_line_of(peaks, n < 2 * kWeekDays ? 0 : kWeekDays);
    }
    PeakPath path = peak_line_of(peaks, kWeekDays);
    const double before = robust_scale(path.rest);
    for (std::size_t next = 0; next < kWeekDays; ++next) {
        std::vector<double> same;
        for (std::size_t i = (n + next) % kWeekDays; i < n; i += kWeekDays) {
            same.push_back(path.rest[i]);
        }
        path.weekdays[next] = median_of(same);
        for (std::size_t i = (n + next) % kWeekDays; i < n; i += kWeekDays) {
            path.rest[i] -= path.weekdays[next];
        }
    }
    // Without a clear week all pairs of days tell of the slope.
    return robust_scale(path.rest) < kClearWeek * before ? path : peak_line_of(peaks, 0);
}

// The peaks to come, the first of them a day behind the last that was seen.
struct Coming {
    double limit = 0;
    std::span<const LimitStep> planned {};
    Timestamp first {};
    Millis day {};
    double slope = 0;

    Timestamp at(std::size_t number) const { return first + day * static_cast<std::int64_t>(number - 1); }
    double limit_of(std::size_t number) const
    {
        double moved = limit;
        for (const LimitStep& step : planned) {
            moved += step.at <= at(number) ? step.raised : 0;
        }
        return moved;
    }
};

// The first day by whose end a peak was at the limit with `probability`, if days differ from the line as they did.
std::optional<std::size_t> days_until(const PeakPath& path, const Coming& coming, double probability)
{
    const auto seen = static_cast<double>(measured_in(path.rest));
    double never = 1;
    for (std::size_t day = 1; day <= kFarthestDays; ++day) {
        const double peak = path.level + coming.slope * static_cast<double>(day) + path.weekdays[(day - 1) % kWeekDays];
        const double limit = coming.limit_of(day);
        const auto below = std::count_if(
            path.rest.begin(), path.rest.end(), [&](double rest) { return is_measured(rest) && peak + rest < limit; });
        never *= static_cast<double>(below) / seen;
        if (never <= 1 - probability) {
            return day;
        }
    }
    return std::nullopt;
}

// The first day from which the middle peak is at a limit that what is planned has moved, where nothing grows.
std::optional<Timestamp> reached_by_plan(double level, const Coming& coming)
{
    for (std::size_t day = 1; day <= kFarthestDays; ++day) {
        if (level < coming.limit && level >= coming.limit_of(day)) {
            return coming.at(day);
        }
    }
    return std::nullopt;
}

}

Exhaustion exhaustion_of(const RegularSeries& series, double limit, std::span<const LimitStep> planned)
{
    Exhaustion found;
    const Seasons seasons = seasons_of(series.step_seconds);
    const std::span<const double> window = forecast_window(series);
    const ShapeFound shape = shape_of(window, seasons);
    if (seasons.day == 0 || shape.shape == SeriesShape::TooLittle) {
        return found;
    }
    const Peaks peaks = peaks_of(window.subspan(shape.step.value_or(0)), seasons.day);
    found.now = !peaks.values.empty() && peaks.values.back() >= limit;
    if (found.now || peaks.values.size() < kLeastPeaks) {
        return found;
    }
    const PeakPath path = path_of(peaks.values);
    const Millis step { series.step_seconds * 1000 };
    Coming coming { limit, planned, series.start + step * static_cast<std::int64_t>(series.values.size() + peaks.at),
        step * static_cast<std::int64_t>(seasons.day), 0 };
    const double grown = path.slope.low * static_cast<double>(peaks.values.size());
    if (shape.shape != SeriesShape::Usual || !(grown > kClearGrowth * robust_scale(path.rest))) {
        found.at = reached_by_plan(median_of(std::span<const double>(peaks.values).last(kLeastPeaks)), coming);
        found.early = found.at;
        found.late = found.at;
        found.planned = found.at.has_value();
        return found;
    }
    const auto reached = [&](double slope, double probability) -> std::optional<Timestamp> {
        coming.slope = slope;
        const auto day = days_until(path, coming, probability);
        return day ? std::optional { coming.at(*day) } : std::nullopt;
    };
    found.at = reached(path.slope.slope, 0.5);
    found.early = reached(path.slope.high, 0.1);
    found.late = reached(path.slope.low, 0.9);
    return found;
}

}
