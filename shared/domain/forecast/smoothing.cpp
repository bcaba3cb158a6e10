// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/members.h"
#include "shared/domain/forecast/robust.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

constexpr double kMostInnovation = 2;   // times the usual one
constexpr std::size_t kEveryOrigin = 3; // is enough to tell parameters apart
constexpr double kScaleMemory = 0.1;    // how fast the usual one follows
constexpr double kUsualOfMean = 1.2533; // a normal deviation of a mean absolute one

struct SmoothingState {
    double level = 0;
    double trend = 0;
    double usual = 0; // size of an innovation
    std::vector<double> season {};
    std::size_t next = 0; // the first value not seen yet
};

SmoothingState begin_without_season(std::span<const double> values)
{
    SmoothingState state;
    while (state.next < values.size() && !is_measured(values[state.next])) {
        ++state.next;
    }
    state.level = state.next < values.size() ? values[state.next++] : kNotMeasured;
    return state;
}

// From the first two seasons: their medians, and what each phase differs from them.
SmoothingState begin_with_season(std::span<const double> values, std::size_t season, bool trending)
{
    SmoothingState state;
    const double first = median_of(values.first(season));
    const double second = median_of(values.subspan(season, season));
    state.season.resize(season);
    for (std::size_t i = 0; i < season; ++i) {
        std::array<double, 2> both { values[i] - first, values[i + season] - second };
        const double sum = (is_measured(both[0]) ? both[0] : 0) + (is_measured(both[1]) ? both[1] : 0);
        state.season[i] = is_measured(both[0]) && is_measured(both[1]) ? sum / 2 : sum;
    }
    state.trend = trending ? (second - first) / static_cast<double>(season) : 0;
    state.level = first + state.trend * static_cast<double>(season - 1) / 2;
    state.next = season;
    return state;
}

// How far a value usually is from that of a season (or a step) before.
double usual_change(std::span<const double> values, std::size_t season)
{
    const std::size_t lag = std::max<std::size_t>(season, 1);
    std::vector<double> changes;
    for (std::size_t i = lag; i < values.size(); ++i) {
        changes.push_back(values[i] - values[i - lag]);
    }
    const double scale = robust_scale(changes) / std::sqrt(2.0);
    return is_measured(scale) ? scale : 0;
}

void advance(SmoothingState& state, std::span<const double> values, std::size_t end, const Smoothing& by)
{
    const std::size_t season = state.season.size();
    std::size_t phase = season > 0 ? state.next % season : 0;
    for (; state.next < end; ++state.next) {
        const double expected = state.level + by.damping * state.trend;
        state.trend *= by.damping;
        const double error = values[state.next] - expected - (season > 0 ? state.season[phase] : 0);
        state.level = expected;
        if (is_measured(error)) {
            const double most = kMostInnovation * state.usual;
            const double counted = by.bounded && state.usual > 0 ? std::clamp(error, -most, most) : error;
            state.usual += kScaleMemory * (kUsualOfMean * std::abs(counted) - state.usual);
            state.level += by.alpha * counted;
            state.trend += by.alpha * by.beta * counted;
            if (season > 0) {
                state.season[phase] += by.gamma * (1 - by.alpha) * counted;
            }
        }
        phase = phase + 1 < season ? phase + 1 : 0;
    }
}

void foretell(const SmoothingState& state, const Smoothing& by, std::span<double> row)
{
    double level = state.level;
    double trend = state.trend;
    const std::size_t season = state.season.size();
    std::size_t phase = season > 0 ? state.next % season : 0;
    for (double& value : row) {
        trend *= by.damping;
        level += trend;
        value = level + (season > 0 ? state.season[phase] : 0);
        phase = phase + 1 < season ? phase + 1 : 0;
    }
}

ForecastRows smoothed_from(
    SmoothingState state, std::span<const double> values, const Smoothing& by, const Origins& origins)
{
    ForecastRows rows(origins.ends.size() * origins.horizon, kNotMeasured);
    for (std::size_t o = 0; o < origins.ends.size(); ++o) {
        advance(state, values, origins.ends[o], by);
        foretell(state, by, std::span(rows).subspan(o * origins.horizon, origins.horizon));
    }
    return rows;
}

struct Trend {
    double beta = 0;
    double damping = 0;
};

}

ForecastRows smoothed(std::span<const double> values, std::size_t season, const Smoothing& by, const Origins& origins)
{
    if (origins.ends.empty() || origins.ends.front() < std::max<std::size_t>(2 * season, 2)) {
        return ForecastRows(origins.ends.size() * origins.horizon, kNotMeasured);
    }
    SmoothingState state = season > 0 ? begin_with_season(values, season, by.beta > 0) : begin_without_season(values);
    state.usual = usual_change(values.first(origins.ends.front()), season);
    return smoothed_from(std::move(state), values, by, origins);
}

ForecastRows best_smoothed(std::span<const double> values, std::size_t season, const Origins& origins)
{
    static constexpr std::array<double, 5> kAlphas { 0.01, 0.05, 0.15, 0.4, 0.8 };
    static constexpr std::array<double, 3> kGammas { 0.05, 0.2, 0.5 };
    static constexpr std::array<Trend, 3> kTrends { { { 0, 0 }, { 0.05, 0.998 }, { 0.1, 0.95 } } };
    if (origins.ends.empty() || origins.ends.front() < std::max<std::size_t>(2 * season, 2)) {
        return ForecastRows(origins.ends.size() * origins.horizon, kNotMeasured);
    }
    Origins some { {}, origins.horizon };
    for (std::size_t o = 0; o < origins.ends.size(); o += kEveryOrigin) {
        some.ends.push_back(origins.ends[o]);
    }
    const double usual = usual_change(values.first(origins.ends.front()), season);
    double least = HUGE_VAL;
    Smoothing best;
    for (const Trend& trend : kTrends) {
        SmoothingState begin
            = season > 0 ? begin_with_season(values, season, trend.beta > 0) : begin_without_season(values);
        begin.usual = usual;
        for (const double alpha : kAlphas) {
            for (std::size_t g = 0; g < (season > 0 ? kGammas.size() : 1); ++g) {
                const Smoothing by { alpha, trend.beta, kGammas[g], trend.damping, true };
                const ForecastRows rows = smoothed_from(begin, values, by, some);
                const double error = mean_error(values, rows, rows, some);
                if (error < least) {
                    least = error;
                    best = by;
                }
            }
        }
    }
    return smoothed(values, season, best, origins);
}

}
