// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/series_forecast.h"

#include "shared/domain/forecast/band.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Without seasons a window is as many steps as six weeks of hours.
constexpr std::size_t kMostStepsWithoutSeasons = 1008;

// What the last season's difference is on average: the unit of MASE.
double naive_scale(std::span<const double> values, const Seasons& seasons)
{
    const std::size_t lag = std::max<std::size_t>(seasons.day, 1);
    double sum = 0;
    double count = 0;
    for (std::size_t i = lag; i < values.size(); ++i) {
        const double change = std::abs(values[i] - values[i - lag]);
        if (is_measured(change)) {
            sum += change;
            count += 1;
        }
    }
    return count > 0 ? sum / count : 0;
}

// Use that was never below zero, or never above a lid, is not foretold there.
void keep_possible(std::span<const double> values, SeriesShape shape, std::vector<double>& points)
{
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (const double value : values) {
        low = is_measured(value) ? std::min(low, value) : low;
        high = is_measured(value) ? std::max(high, value) : high;
    }
    for (double& point : points) {
        point = low >= 0 ? std::max(point, 0.0) : point;
        point = shape == SeriesShape::Ceiling ? std::min(point, high) : point;
    }
}

SeriesForecast foretell_constant(std::span<const double> values, std::size_t horizon, SeriesForecast answer)
{
    const double value = *std::find_if(values.begin(), values.end(), is_measured);
    answer.verdict = ForecastVerdict::NoBetterThanNaive;
    answer.points.assign(horizon, value);
    answer.lower = answer.points;
    answer.upper = answer.points;
    return answer;
}

}

std::span<const double> forecast_window(const RegularSeries& series)
{
    const Seasons seasons = seasons_of(series.step_seconds);
    const std::size_t most = seasons.week > 0 ? kMostWeeks * seasons.week : kMostStepsWithoutSeasons;
    const std::span<const double> all = series.values;
    return newest_without_gaps(all.last(std::min(all.size(), most)), kMostMissing);
}

SeriesForecast forecast_series(const RegularSeries& series, std::size_t horizon)
{
    SeriesForecast answer;
    const Seasons seasons = seasons_of(series.step_seconds);
    const std::span<const double> window = forecast_window(series);
    answer.window = window.size();
    answer.shape = shape_of(window, seasons);
    if (answer.shape.shape == SeriesShape::TooLittle || horizon == 0) {
        return answer;
    }
    if (answer.shape.shape == SeriesShape::Constant) {
        return foretell_constant(window, horizon, std::move(answer));
    }
    const auto origins = rolling_origins(window.size(), seasons, horizon);
    if (!origins) {
        return answer;
    }
    const std::vector<double> level = on_last_level(window, answer.shape);
    const BackTest test = back_test(level, seasons, *origins);
    if (test.members.empty()) {
        return answer;
    }
    const MemberResult& best = test.members[test.best];
    answer.verdict = test.better_than_naive ? ForecastVerdict::Foretold : ForecastVerdict::NoBetterThanNaive;
    answer.method = best.method;
    const double scale = naive_scale(window, seasons);
    if (scale > 0) {
        answer.mase = best.error / scale;
    }
    answer.points.assign(best.rows.end() - static_cast<std::ptrdiff_t>(horizon), best.rows.end());
    Band band = conformal_band(level, best.rows, test.origins);
    answer.lower = std::move(band.lower);
    answer.upper = std::move(band.upper);
    answer.held = band.held;
    keep_possible(window, answer.shape.shape, answer.points);
    keep_possible(window, answer.shape.shape, answer.lower);
    keep_possible(window, answer.shape.shape, answer.upper);
    return answer;
}

}
