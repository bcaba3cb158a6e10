// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/band.h"

#include "shared/domain/forecast/robust.h"

#include <algorithm>
#include <optional>

namespace watchfloor {
namespace {

constexpr double kHeld = 0.8;
constexpr double kPooled = 8; // a step's errors are those of an eighth of the horizon to either side
constexpr double kWidenBy = 1.05;
constexpr std::size_t kMostWidenings = 20;

struct Errors {
    std::vector<double> values {}; // a row for each origin
    std::vector<double> sizes {};  // by step
    std::vector<std::size_t> ends {};
    std::size_t horizon = 0;
};

Errors errors_of(std::span<const double> values, const ForecastRows& rows, const Origins& origins)
{
    Errors errors { {}, {}, { origins.ends.begin(), origins.ends.end() - 1 }, origins.horizon };
    errors.values.assign(errors.ends.size() * errors.horizon, kNotMeasured);
    std::vector<double> sums(errors.horizon);
    std::vector<double> counts(errors.horizon);
    for (std::size_t o = 0; o < errors.ends.size(); ++o) {
        for (std::size_t h = 0; h < errors.horizon && origins.ends[o] + h < values.size(); ++h) {
            const std::size_t cell = o * errors.horizon + h;
            errors.values[cell] = values[origins.ends[o] + h] - rows[cell];
            if (is_measured(errors.values[cell])) {
                sums[h] += std::abs(errors.values[cell]);
                counts[h] += 1;
            }
        }
    }
    const auto reach = static_cast<std::size_t>(static_cast<double>(errors.horizon) / kPooled);
    errors.sizes.resize(errors.horizon);
    for (std::size_t h = 0; h < errors.horizon; ++h) {
        double sum = 0;
        double count = 0;
        for (std::size_t i = h - std::min(h, reach); i <= std::min(h + reach, errors.horizon - 1); ++i) {
            sum += sums[i];
            count += counts[i];
        }
        errors.sizes[h] = count > 0 ? sum / count : 0;
    }
    return errors;
}

struct Bounds {
    double low = 0;
    double high = 0;
};

// Of errors divided by their step's size. `without`: an end that is left out, with all whose horizon overlaps its own:
// they err alike.
Bounds bounds_of(const Errors& errors, std::optional<std::size_t> without, double tail)
{
    std::vector<double> ratios;
    ratios.reserve(errors.values.size());
    for (std::size_t cell = 0; cell < errors.values.size(); ++cell) {
        const double size = errors.sizes[cell % errors.horizon];
        const std::size_t end = errors.ends[cell / errors.horizon];
        const bool apart = !without || end >= *without + errors.horizon || end + errors.horizon <= *without;
        if (apart && size > 0 && is_measured(errors.values[cell])) {
            ratios.push_back(errors.values[cell] / size);
        }
    }
    const double low = quantile_of(ratios, tail);
    const double high = quantile_of(ratios, 1 - tail);
    return { is_measured(low) ? std::min(low, 0.0) : 0, is_measured(high) ? std::max(high, 0.0) : 0 };
}

// A tenth, corrected for how few errors are of their own (conformal: (n + 1) / n). Errors of one origin that all go the
// same way are one, and so are those of horizons that overlap.
double tail_of(const Errors& errors)
{
    double all = 0;
    double common = 0;
    for (std::size_t o = 0; o < errors.ends.size(); ++o) {
        double sum = 0;
        double count = 0;
        for (std::size_t h = 0; h < errors.horizon; ++h) {
            const double error = errors.values[o * errors.horizon + h];
            if (is_measured(error) && errors.sizes[h] > 0) {
                const double ratio = error / errors.sizes[h];
                sum += ratio;
                count += 1;
                all += ratio * ratio;
            }
        }
        common += count > 0 ? sum * sum / count : 0;
    }
    const double h = static_cast<double>(errors.horizon);
    const double horizons = static_cast<double>(errors.ends.back() - errors.ends.front()) / h + 1;
    const double own = horizons * h / (1 + (h - 1) * (all > 0 ? common / all : 0));
    return std::max(0.0, 1 - (own + 1) / own * (1 + kHeld) / 2);
}

std::optional<double> held_by(const Errors& errors, const std::vector<Bounds>& without, double widened)
{
    double held = 0;
    double count = 0;
    for (std::size_t cell = 0; cell < errors.values.size(); ++cell) {
        const double size = errors.sizes[cell % errors.horizon] * widened;
        const Bounds& bounds = without[cell / errors.horizon];
        if (is_measured(errors.values[cell]) && bounds.low < bounds.high) {
            count += 1;
            held += errors.values[cell] >= bounds.low * size && errors.values[cell] <= bounds.high * size ? 1 : 0;
        }
    }
    return count > 0 ? std::optional(held / count) : std::nullopt;
}

}

Band conformal_band(std::span<const double> values, const ForecastRows& rows, const Origins& origins)
{
    const Errors errors = errors_of(values, rows, origins);
    const double tail = tail_of(errors);
    std::vector<Bounds> without;
    for (std::size_t o = 0; o < errors.ends.size(); ++o) {
        without.push_back(bounds_of(errors, errors.ends[o], tail));
    }
    double widened = 1;
    std::optional<double> held = held_by(errors, without, widened);
    for (std::size_t i = 0; i < kMostWidenings && held && *held < kHeld; ++i) {
        widened *= kWidenBy;
        held = held_by(errors, without, widened);
    }
    const Bounds bounds = bounds_of(errors, std::nullopt, tail);
    const auto last = std::span(rows).last(errors.horizon);
    Band band;
    band.held = held;
    for (std::size_t h = 0; h < errors.horizon; ++h) {
        band.lower.push_back(last[h] + bounds.low * errors.sizes[h] * widened);
        band.upper.push_back(last[h] + bounds.high * errors.sizes[h] * widened);
    }
    return band;
}

}
