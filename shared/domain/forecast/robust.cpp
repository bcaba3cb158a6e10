// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/robust.h"

#include "shared/domain/forecast/series.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

constexpr double kNormalOfMedian = 1.4826;
constexpr double kNormalQuantile = 1.2816; // of 90 %: the middle 80 %

}

double quantile_of(std::vector<double>& values, double quantile)
{
    values.erase(std::remove_if(values.begin(), values.end(), [](double v) { return !is_measured(v); }), values.end());
    if (values.empty()) {
        return kNotMeasured;
    }
    const double rank = std::clamp(quantile, 0.0, 1.0) * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(rank);
    const auto at = values.begin() + below;
    std::nth_element(values.begin(), at, values.end());
    const double share = rank - static_cast<double>(below);
    return share > 0 ? *at + share * (*std::min_element(at + 1, values.end()) - *at) : *at;
}

double median_of(std::vector<double>& values)
{
    return quantile_of(values, 0.5);
}

double median_of(std::span<const double> values)
{
    std::vector<double> copy(values.begin(), values.end());
    return median_of(copy);
}

double robust_scale(std::span<const double> values)
{
    const double middle = median_of(values);
    std::vector<double> distances;
    distances.reserve(values.size());
    for (const double value : values) {
        distances.push_back(std::abs(value - middle));
    }
    return kNormalOfMedian * median_of(distances);
}

std::vector<double> block_medians(std::span<const double> values, std::size_t block)
{
    const std::size_t blocks = values.size() / block;
    std::vector<double> medians(blocks);
    for (std::size_t i = 0; i < blocks; ++i) {
        medians[blocks - 1 - i] = median_of(values.subspan(values.size() - (i + 1) * block, block));
    }
    return medians;
}

RobustSlope theil_sen(std::span<const double> values, std::size_t period)
{
    std::vector<double> slopes;
    const std::size_t stride = std::max<std::size_t>(period, 1);
    for (std::size_t lag = stride; lag < values.size(); lag += stride) {
        for (std::size_t i = lag; i < values.size(); ++i) {
            if (is_measured(values[i]) && is_measured(values[i - lag])) {
                slopes.push_back((values[i] - values[i - lag]) / static_cast<double>(lag));
            }
        }
    }
    if (slopes.empty()) {
        return {};
    }
    // The variance of Kendall's S, of `period` series of n / period points each.
    const double all = static_cast<double>(measured_in(values));
    const double n = all / static_cast<double>(stride);
    const double spread = kNormalQuantile * std::sqrt(static_cast<double>(stride) * n * (n - 1) * (2 * n + 5) / 18);
    const double half = std::min(0.5, spread / (2 * static_cast<double>(slopes.size())));
    RobustSlope found;
    found.low = quantile_of(slopes, 0.5 - half);
    found.high = quantile_of(slopes, 0.5 + half);
    found.slope = median_of(slopes);
    return found;
}

}
