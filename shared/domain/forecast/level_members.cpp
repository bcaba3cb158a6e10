// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/members.h"
#include "shared/domain/forecast/robust.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kMostBlocks = 60; // days whose slope is asked for

ForecastRows unknown_rows(const Origins& origins)
{
    return ForecastRows(origins.ends.size() * origins.horizon, kNotMeasured);
}

void line_through(std::span<const double> known, std::span<double> row)
{
    double n = 0;
    double t_sum = 0;
    double y_sum = 0;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (is_measured(known[i])) {
            n += 1;
            t_sum += static_cast<double>(i);
            y_sum += known[i];
        }
    }
    double tt = 0;
    double ty = 0;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (is_measured(known[i])) {
            const double t = static_cast<double>(i) - t_sum / n;
            tt += t * t;
            ty += t * (known[i] - y_sum / n);
        }
    }
    if (!(tt > 0)) {
        return;
    }
    for (std::size_t h = 0; h < row.size(); ++h) {
        row[h] = y_sum / n + ty / tt * (static_cast<double>(known.size() + h) - t_sum / n);
    }
}

// Of a step; zero where the slope is not clearly other.
double clear_slope(std::span<const double> known, const Seasons& seasons)
{
    const std::size_t block = std::max<std::size_t>(seasons.day, 1);
    const std::vector<double> days = block_medians(known.last(std::min(known.size(), kMostBlocks * block)), block);
    const RobustSlope found = theil_sen(days, seasons.day > 0 && days.size() >= 2 * kWeekDays ? kWeekDays : 0);
    return found.low > 0 || found.high < 0 ? found.slope / static_cast<double>(block) : 0;
}

void level_and_profile(
    std::span<const double> known, std::size_t recent, std::size_t season, double slope, std::span<double> row)
{
    const std::size_t n = known.size();
    std::vector<double> level(n);
    for (std::size_t i = 0; i < n; ++i) {
        level[i] = known[i] + slope * static_cast<double>(n - 1 - i);
    }
    std::vector<double> profile(season);
    std::vector<double> same;
    for (std::size_t phase = 0; phase < season; ++phase) {
        same.clear();
        for (std::size_t i = phase; i < n; i += season) {
            same.push_back(level[i]);
        }
        profile[phase] = median_of(same);
    }
    std::vector<double> rest;
    for (std::size_t i = n - std::min(recent, n); i < n; ++i) {
        rest.push_back(season > 0 ? level[i] - profile[i % season] : level[i]);
    }
    const double base = median_of(rest);
    for (std::size_t h = 0; h < row.size(); ++h) {
        row[h] = base + slope * static_cast<double>(h + 1) + (season > 0 ? profile[(n + h) % season] : 0);
    }
}

}

ForecastRows seasonal_naive(std::span<const double> values, std::size_t season, const Origins& origins)
{
    ForecastRows rows = unknown_rows(origins);
    for (std::size_t o = 0; o < origins.ends.size(); ++o) {
        const std::size_t end = origins.ends[o];
        for (std::size_t h = 0; h < origins.horizon && season > 0 && season <= end; ++h) {
            // Behind the end by whole seasons; one more wherever nothing was measured.
            std::size_t back = season - h % season;
            while (back <= end && !is_measured(values[end - back])) {
                back += season;
            }
            if (back <= end) {
                rows[o * origins.horizon + h] = values[end - back];
            }
        }
    }
    return rows;
}

ForecastRows least_squares(std::span<const double> values, std::size_t window, const Origins& origins)
{
    ForecastRows rows = unknown_rows(origins);
    for (std::size_t o = 0; o < origins.ends.size(); ++o) {
        const auto known = values.first(origins.ends[o]);
        line_through(
            known.last(std::min(window, known.size())), std::span(rows).subspan(o * origins.horizon, origins.horizon));
    }
    return rows;
}

ForecastRows robust_trend(
    std::span<const double> values, const Seasons& seasons, std::size_t season, const Origins& origins)
{
    ForecastRows rows = unknown_rows(origins);
    const std::size_t recent = seasons.week > 0 ? seasons.week : values.size();
    for (std::size_t o = 0; o < origins.ends.size(); ++o) {
        const auto known = values.first(origins.ends[o]);
        if (known.size() >= 2 * season && measured_in(known) > 1) {
            level_and_profile(known, recent, season, clear_slope(known, seasons),
                std::span(rows).subspan(o * origins.horizon, origins.horizon));
        }
    }
    return rows;
}

double mean_error(
    std::span<const double> values, const ForecastRows& rows, const ForecastRows& beside, const Origins& origins)
{
    double sum = 0;
    double count = 0;
    for (std::size_t o = 0; o < origins.ends.size(); ++o) {
        for (std::size_t h = 0; h < origins.horizon && origins.ends[o] + h < values.size(); ++h) {
            const std::size_t cell = o * origins.horizon + h;
            const double error = std::abs(values[origins.ends[o] + h] - rows[cell]);
            if (is_measured(error) && is_measured(beside[cell])) {
                sum += error;
                count += 1;
            }
        }
    }
    return count > 0 ? sum / count : kNotMeasured;
}

}
