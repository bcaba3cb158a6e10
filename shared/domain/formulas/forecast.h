// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace watchfloor {

struct Measured {
    Timestamp at {};
    double value = 0; // in the resource's unit
};

struct ForecastQuestion {
    double limit = 0; // the use at which it is exhausted
    Timestamp now {};
    std::int64_t cadence_seconds = 0; // expected time between samples; 0: none promised
    std::uint64_t samples = 0;        // behind the points, where these are means of several
    std::int64_t lead_time_days = 0;
    std::int64_t margin_days = 0;
};

// Linear least squares: use = intercept + slope · seconds since the first point.
struct Forecast {
    bool sufficient = false; // otherwise only `reason` counts: never a date
    std::string reason {};   // "insufficient data: …"
    double slope_per_day = 0;
    double r_squared = 0;
    bool exhausted_now = false;             // the limit is reached already
    std::optional<Timestamp> exhaustion {}; // nothing: the use does not grow
    std::optional<Timestamp> early {};      // 95 % interval of the slope
    std::optional<Timestamp> late {};       // nothing: at its lower end the use does not grow
    std::optional<Timestamp> act_by {};     // early - lead time - margin
};

inline constexpr std::size_t kLeastForecastPoints = 10;
inline constexpr double kMostGaps = 0.05;

// Points in order of time. Too few points, no span, or more than 5 % of the samples missing:
// insufficient.
Forecast forecast_linear(std::span<const Measured> points, const ForecastQuestion& question);

// The 97.5 % point of Student's t distribution.
double student_t975(std::size_t degrees_of_freedom);

}
