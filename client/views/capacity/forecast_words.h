// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/axis/time_axis.h"
#include "client/widgets/chart/chart.h"
#include "shared/domain/entities/capacity.h"
#include "shared/wire/answers/capacity.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// As far as it is drawn: from the last measured value to the end, each hour's mean at its middle.
std::vector<ForecastAt> forecast_points(
    const ForecastAnswer& forecast, const std::optional<SamplePoint>& latest, Timestamp until);

// How it was made and how good it is: "several methods, weighted; MASE 0.640; from 1,004 hours over 42 days; 80 % band
// that held 81 % of the back-test". Or why there is none.
std::string forecast_words(const ForecastAnswer& forecast);

// "90 % in 12 d 3 h to 16 d 4 h, Sun 14 Dec to Thu 18 Dec", and by when to act where something has to be ordered first.
// Empty where nothing is foretold.
std::vector<std::string> forecast_limits(
    const CapacityResource& resource, const ForecastAnswer& forecast, Timestamp now, const SiteZone& zone);

// A figure with its name, and how it is computed.
struct CapacityFigure {
    std::string name {};
    std::string value {};
    std::string formula {};
};

// Of what is known only: now, peak, p95, mean, n, gaps, utilisation, headroom, trend.
std::vector<CapacityFigure> capacity_figures(const CapacityResource& resource, const std::optional<SamplePoint>& latest,
    const std::optional<SeriesFigures>& figures, const std::optional<ForecastAnswer>& forecast);

}
