// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace watchfloor {

// Use measured at even steps; what was not measured is NaN, never a zero.
struct RegularSeries {
    Timestamp start {};
    std::int64_t step_seconds = 3600;
    std::vector<double> values {};
};

inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

inline bool is_measured(double value)
{
    return std::isfinite(value);
}

inline constexpr std::size_t kWeekDays = 7;

// Steps in a day and a week; 0 where a day is no whole number of steps, or of less than two.
struct Seasons {
    std::size_t day = 0;
    std::size_t week = 0;
};

Seasons seasons_of(std::int64_t step_seconds);

std::size_t measured_in(std::span<const double> values);

// The newest part whose gaps are no more than `most_gaps` of it: what is older says less than it hides.
std::span<const double> newest_without_gaps(std::span<const double> values, double most_gaps);

}
