// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/series.h"

#include <span>
#include <vector>

namespace watchfloor {

// What a member foretells from several origins: a row of `horizon` values for each of `ends`, an end being how many
// values are known there. NaN where it cannot tell.
struct Origins {
    std::vector<std::size_t> ends {};
    std::size_t horizon = 0;
};

using ForecastRows = std::vector<double>;

// The last measured value of the same phase.
ForecastRows seasonal_naive(std::span<const double> values, std::size_t season, const Origins& origins);

// Least squares over the last `window` values: Prometheus's predict_linear.
ForecastRows least_squares(std::span<const double> values, std::size_t window, const Origins& origins);

// The level of the last week, the median of each phase of the season, and the robust slope of the days' medians where
// it is clearly none of zero.
ForecastRows robust_trend(
    std::span<const double> values, const Seasons& seasons, std::size_t season, const Origins& origins);

// Exponential smoothing with a damped trend; `season` 0: Holt's, otherwise Holt's and Winters' with additive seasons.
struct Smoothing {
    double alpha = 0;    // level
    double beta = 0;     // trend, of the level's change
    double gamma = 0;    // season, of what the level left
    double damping = 1;  // of the trend at each step
    bool bounded = true; // an innovation counts as two of its usual size at most
};

ForecastRows smoothed(std::span<const double> values, std::size_t season, const Smoothing& by, const Origins& origins);
// By the parameters of a small grid that foretold the origins best, by absolute error.
ForecastRows best_smoothed(std::span<const double> values, std::size_t season, const Origins& origins);

// Mean absolute error of rows over the origins where `beside` foretells as well; NaN where there is no value.
double mean_error(
    std::span<const double> values, const ForecastRows& rows, const ForecastRows& beside, const Origins& origins);

}
