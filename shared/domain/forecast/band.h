// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/members.h"

#include <optional>
#include <vector>

namespace watchfloor {

struct Band {
    std::vector<double> lower {};
    std::vector<double> upper {};
    std::optional<double> held {}; // share of the origins' values in bands that were made without them
};

// The middle 80 % of what the method's own errors at the origins were, each step of the horizon by the size of the errors
// around it, widened until a band made without an origin would have held that origin's values.
Band conformal_band(std::span<const double> values, const ForecastRows& rows, const Origins& origins);

}
