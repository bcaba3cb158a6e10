// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/back_test.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kMostOrigins = 24;
constexpr double kSharpness = 4;        // of the weights: what is half as wrong weighs sixteen times as much
constexpr double kLeastOfBase = 0.01;   // an origin's error is not counted as less, of the naive's mean
constexpr double kPlainlyBetter = 0.95; // than the combination, so that one member is taken instead

bool is_naive(ForecastMethod method)
{
    return method == ForecastMethod::SeasonalNaiveDay || method == ForecastMethod::SeasonalNaiveWeek;
}

double origin_error(std::span<const double> values, const ForecastRows& rows, const Origins& origins, std::size_t o)
{
    double sum = 0;
    double count = 0;
    for (std::size_t h = 0; h < origins.horizon; ++h) {
        const double error = std::abs(values[origins.ends[o] + h] - rows[o * origins.horizon + h]);
        if (is_measured(error)) {
            sum += error;
            count += 1;
        }
    }
    return count > 0 ? sum / count : kNotMeasured;
}

double relative_error(std::span<const double> values, const ForecastRows& rows, const ForecastRows& base,
    const Origins& origins, double least)
{
    double logs = 0;
    for (std::size_t o = 0; o + 1 < origins.ends.size(); ++o) {
        const double error = origin_error(values, rows, origins, o);
        const double beside = origin_error(values, base, origins, o);
        if (is_measured(error) && is_measured(beside)) {
            logs += std::log(std::max(error, least) / std::max(beside, least));
        }
    }
    // Where it could not foretell it was no better.
    return std::exp(logs / static_cast<double>(origins.ends.size() - 1));
}

// Each cell the mean of those of `members` that have it, by what their errors weigh. A seasonal naive counts as much as
// all others together would that are no better: who beats it by little is mixed with it.
ForecastRows combined(const std::vector<MemberResult>& members, double most, std::size_t cells)
{
    const auto others = static_cast<double>(std::count_if(members.begin(), members.end(),
        [&](const MemberResult& member) { return member.error <= most && !is_naive(member.method); }));
    ForecastRows rows(cells);
    std::vector<double> weights(cells);
    for (const MemberResult& member : members) {
        if (member.error > most) {
            continue;
        }
        const double weight = std::pow(member.relative, -kSharpness) * (is_naive(member.method) ? others : 1);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            if (is_measured(member.rows[cell])) {
                rows[cell] += weight * member.rows[cell];
                weights[cell] += weight;
            }
        }
    }
    for (std::size_t cell = 0; cell < cells; ++cell) {
        rows[cell] = weights[cell] > 0 ? rows[cell] / weights[cell] : kNotMeasured;
    }
    return rows;
}

}

std::optional<Origins> rolling_origins(std::size_t values, const Seasons& seasons, std::size_t horizon)
{
    if (horizon == 0 || values < horizon + kLeastOrigins) {
        return std::nullopt;
    }
    const std::size_t last = values - horizon;
    const std::size_t first = std::max({ values / 2 < last ? values / 2 : 0, 2 * seasons.day, std::size_t { 4 } });
    if (first + kLeastOrigins > last + 1) {
        return std::nullopt;
    }
    Origins origins;
    origins.horizon = horizon;
    const std::size_t stride = std::max<std::size_t>(1, (last - first + kMostOrigins - 2) / (kMostOrigins - 1));
    for (std::size_t end = last - (last - first) / stride * stride; end <= last; end += stride) {
        origins.ends.push_back(end);
    }
    origins.ends.push_back(values);
    return origins;
}

BackTest back_test(std::span<const double> values, const Seasons& seasons, Origins origins)
{
    BackTest test;
    test.origins = std::move(origins);
    const Origins& o = test.origins;
    const std::size_t day = std::max<std::size_t>(seasons.day, 1);
    const std::size_t window = seasons.week > 0 ? seasons.week : values.size();
    const ForecastRows base = seasonal_naive(values, day, o);
    const double base_error = mean_error(values, base, base, o);
    const auto add = [&](ForecastMethod method, ForecastRows rows) {
        // Beside the day's seasonal naive on the same origins: a member that cannot foretell the first ones is not
        // judged by easier ones.
        const double beside = mean_error(values, base, rows, o);
        const double error = mean_error(values, rows, base, o);
        const double relative = relative_error(values, rows, base, o, kLeastOfBase * base_error);
        if (is_measured(error) && is_measured(beside) && is_measured(rows[rows.size() - o.horizon])) {
            test.members.push_back(
                { method, std::move(rows), beside > 0 ? error / beside * base_error : error, relative });
        }
    };
    add(ForecastMethod::SeasonalNaiveDay, base);
    if (seasons.week > 0) {
        add(ForecastMethod::SeasonalNaiveWeek, seasonal_naive(values, seasons.week, o));
    }
    double gate = HUGE_VAL;
    for (const MemberResult& member : test.members) {
        gate = std::min(gate, member.error);
    }
    add(ForecastMethod::Linear, least_squares(values, window, o));
    add(ForecastMethod::RobustTrendDay, robust_trend(values, seasons, seasons.day, o));
    add(ForecastMethod::DampedHolt, best_smoothed(values, 0, o));
    if (seasons.day > 0) {
        add(ForecastMethod::RobustTrendWeek, robust_trend(values, seasons, seasons.week, o));
        add(ForecastMethod::HoltWintersDay, best_smoothed(values, seasons.day, o));
        add(ForecastMethod::HoltWintersWeek, best_smoothed(values, seasons.week, o));
    }
    if (test.members.empty()) {
        return test;
    }
    for (std::size_t i = 1; i < test.members.size(); ++i) {
        test.best = test.members[i].error < test.members[test.best].error ? i : test.best;
    }
    test.better_than_naive = !is_naive(test.members[test.best].method);
    if (test.better_than_naive && test.members[test.best].error > 0) {
        const double alone = test.members[test.best].error;
        add(ForecastMethod::Combination, combined(test.members, gate, base.size()));
        test.best = alone < kPlainlyBetter * test.members.back().error ? test.best : test.members.size() - 1;
    }
    return test;
}

}
