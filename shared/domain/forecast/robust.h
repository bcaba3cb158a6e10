// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace watchfloor {

// What outliers do not move. Gaps (NaN) are passed over; of nothing the answer is NaN.

// `quantile` from 0 to 1, between two values in proportion. Reorders what it is given.
double quantile_of(std::vector<double>& values, double quantile);
double median_of(std::vector<double>& values);
double median_of(std::span<const double> values);
// The median distance from the median, as a standard deviation of a normal distribution.
double robust_scale(std::span<const double> values);

// Medians of blocks (of days, mostly) counted back from the end, in order of time.
std::vector<double> block_medians(std::span<const double> values, std::size_t block);

// A line through points at 0, 1, 2, …: the median of the slopes of pairs, with the middle `kSlopeSpread` of what the
// slope may be by the ranks of these slopes (Sen 1968).
struct RobustSlope {
    double slope = 0;
    double low = 0;
    double high = 0;
};

inline constexpr double kSlopeSpread = 0.8;

// `period`: only pairs a whole number of periods apart are compared, so that what repeats is no growth; 0: all pairs.
RobustSlope theil_sen(std::span<const double> values, std::size_t period);

}
