// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/back_test.h"
#include "shared/domain/forecast/series_shape.h"

#include <optional>
#include <vector>

namespace watchfloor {

struct SeriesForecast {
    ForecastVerdict verdict = ForecastVerdict::InsufficientData; // then nothing else counts
    ForecastMethod method = ForecastMethod::SeasonalNaiveDay;
    ShapeFound shape {};
    std::size_t window = 0;        // values it was made from, the newest
    std::optional<double> mase {}; // of the back-test; nothing where seasonal naive made no error to compare with
    std::vector<double> points {}; // one for each step behind the last value
    std::vector<double> lower {};  // 80 % band
    std::vector<double> upper {};
    std::optional<double> held {}; // share of the back-test's values in bands that were made without them
};

inline constexpr double kMostMissing = 0.05; // of the window
inline constexpr std::size_t kMostWeeks = 6; // what is older is left out

// The newest part of a series from which something may be concluded.
std::span<const double> forecast_window(const RegularSeries& series);

// The best of the members by a rolling-origin back-test at `horizon` steps. The same input gives the same answer.
SeriesForecast forecast_series(const RegularSeries& series, std::size_t horizon);

}
