// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {
namespace {

constexpr double kSecondsPerDay = 86'400;
constexpr std::int64_t kMillisPerDay = 86'400'000;
// A date further away says no more than "not in sight".
constexpr double kHorizonSeconds = 100 * 365.25 * kSecondsPerDay;

// Sums around the means, in seconds since the first point: large offsets would cost precision.
struct Fit {
    double intercept = 0;
    double slope = 0;
    double slope_error = 0;
    double r_squared = 0;
};

double seconds_between(Timestamp from, Timestamp to)
{
    return static_cast<double>((to - from).count()) / 1000;
}

Fit fit_line(std::span<const Measured> points)
{
    const double n = static_cast<double>(points.size());
    double mean_t = 0;
    double mean_y = 0;
    for (const Measured& point : points) {
        mean_t += seconds_between(points.front().at, point.at) / n;
        mean_y += point.value / n;
    }
    double tt = 0;
    double ty = 0;
    double yy = 0;
    for (const Measured& point : points) {
        const double t = seconds_between(points.front().at, point.at) - mean_t;
        const double y = point.value - mean_y;
        tt += t * t;
        ty += t * y;
        yy += y * y;
    }
    Fit fit;
    fit.slope = ty / tt;
    fit.intercept = mean_y - fit.slope * mean_t;
    const double residual = std::max(0.0, yy - fit.slope * ty);
    fit.slope_error = std::sqrt(residual / (n - 2) / tt);
    fit.r_squared = yy > 0 ? 1 - residual / yy : 1;
    return fit;
}

std::optional<std::string> what_is_missing(std::span<const Measured> points, const ForecastQuestion& question)
{
    if (points.size() < kLeastForecastPoints) {
        return "insufficient data: " + std::to_string(points.size()) + " points, at least "
            + std::to_string(kLeastForecastPoints) + " are needed";
    }
    const double span = seconds_between(points.front().at, points.back().at);
    if (span <= 0) {
        return "insufficient data: all points are of one instant";
    }
    if (question.cadence_seconds > 0) {
        const double expected = span / static_cast<double>(question.cadence_seconds) + 1;
        const double present = static_cast<double>(std::max<std::uint64_t>(question.samples, points.size()));
        if (present < (1 - kMostGaps) * expected) {
            return "insufficient data: more than 5 % of the expected samples are missing";
        }
    }
    return std::nullopt;
}

// When the line through the present use reaches the limit, if it rises towards it in sight.
std::optional<Timestamp> reaches(double present, double limit, double slope, Timestamp now)
{
    if (slope <= 0) {
        return std::nullopt;
    }
    const double seconds = (limit - present) / slope;
    if (!(seconds < kHorizonSeconds)) {
        return std::nullopt;
    }
    return now + Millis { static_cast<std::int64_t>(std::max(seconds, 0.0) * 1000) };
}

}

double student_t975(std::size_t degrees_of_freedom)
{
    static constexpr auto kTable = std::to_array<double>(
        { 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
            2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042 });
    if (degrees_of_freedom == 0) {
        return HUGE_VAL;
    }
    if (degrees_of_freedom <= kTable.size()) {
        return kTable[degrees_of_freedom - 1];
    }
    // Cornish and Fisher's expansion around the normal quantile; exact to three digits from here on.
    constexpr double z = 1.959964;
    const double df = static_cast<double>(degrees_of_freedom);
    return z + (z * z * z + z) / (4 * df) + (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * df * df);
}

Forecast forecast_linear(std::span<const Measured> points, const ForecastQuestion& question)
{
    Forecast forecast;
    if (auto missing = what_is_missing(points, question)) {
        forecast.reason = std::move(*missing);
        return forecast;
    }
    forecast.sufficient = true;
    const Fit fit = fit_line(points);
    forecast.slope_per_day = fit.slope * kSecondsPerDay;
    forecast.r_squared = fit.r_squared;
    const double present = fit.intercept + fit.slope * seconds_between(points.front().at, question.now);
    if (fit.slope > 0 && present >= question.limit) {
        forecast.exhausted_now = true;
    }
    const double half_width = student_t975(points.size() - 2) * fit.slope_error;
    forecast.exhaustion = reaches(present, question.limit, fit.slope, question.now);
    if (forecast.exhaustion) {
        forecast.early = reaches(present, question.limit, fit.slope + half_width, question.now);
        forecast.late = reaches(present, question.limit, fit.slope - half_width, question.now);
    }
    if (forecast.early) {
        const std::int64_t days = question.lead_time_days + question.margin_days;
        forecast.act_by = *forecast.early - Millis { days * kMillisPerDay };
    }
    return forecast;
}

}
