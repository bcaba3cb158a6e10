// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/series_forecast.h"

#include <optional>
#include <span>

namespace watchfloor {

// When the peaks of days pass a limit if they go on as they did since the last step. Nothing where they do not clearly
// grow, or not within sight: what only repeats (a season, a saw-tooth), stands at a lid or says too little has no date.
struct Exhaustion {
    bool now = false;                  // the last day's peak is there
    std::optional<Timestamp> at {};    // as likely before as after, by the middle slope
    std::optional<Timestamp> early {}; // one of ten is before, by the steepest of the middle 80 % of slopes
    std::optional<Timestamp> late {};  // nine of ten are before, by the flattest; nothing: perhaps never
    bool planned = false;              // nothing grows towards it: what is planned alone leads there
};

// From an instant on the limit is so much higher; below 0: lower.
struct LimitStep {
    Timestamp at {};
    double raised = 0;
};

inline constexpr std::size_t kFarthestDays = 365; // farther away is not in sight

// `planned`: in order of time, behind the series.
Exhaustion exhaustion_of(const RegularSeries& series, double limit, std::span<const LimitStep> planned = {});

}
