// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/enumeration.h"

#include <cstdint>

namespace watchfloor {

// What came of a forecast, in the words of the API.

enum class ForecastMethod : std::uint8_t {
    SeasonalNaiveDay,
    SeasonalNaiveWeek,
    Linear,
    RobustTrendDay,
    RobustTrendWeek,
    DampedHolt,
    HoltWintersDay,
    HoltWintersWeek,
    Combination
};
WATCHFLOOR_ENUM_TEXTS(ForecastMethod, Combination, "seasonal_naive_day", "seasonal_naive_week", "linear",
    "theil_sen_day", "theil_sen_week", "damped_holt", "damped_holt_winters_day", "damped_holt_winters_week",
    "weighted_combination");

// Why there is no forecast that says more than the last season.
enum class ForecastVerdict : std::uint8_t { Foretold, NoBetterThanNaive, InsufficientData };
WATCHFLOOR_ENUM_TEXTS(
    ForecastVerdict, InsufficientData, "forecast", "no_better_than_seasonal_naive", "insufficient_data");

// What a series is beside growing.
enum class SeriesShape : std::uint8_t {
    Usual,
    TooLittle, // nothing can be said
    Constant,
    Ceiling, // it stands at its highest value again and again: more was asked for than there was
    SawTooth // it rises and is reset again and again: the resets are no end of growth, nor the rises growth
};
WATCHFLOOR_ENUM_TEXTS(SeriesShape, SawTooth, "usual", "too_little", "constant", "ceiling", "saw_tooth");

}
