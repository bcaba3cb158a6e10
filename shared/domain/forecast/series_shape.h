// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/outcome.h"
#include "shared/domain/forecast/series.h"

#include <optional>
#include <span>
#include <vector>

namespace watchfloor {

struct ShapeFound {
    SeriesShape shape = SeriesShape::Usual;
    std::optional<std::size_t> step {}; // first value on the last level
    double step_height = 0;
};

bool is_constant(std::span<const double> values);
bool is_at_ceiling(std::span<const double> values, const Seasons& seasons);
bool is_saw_tooth(std::span<const double> values);
// The last jump of the level that lasted; a trend, a season or an outlier is none.
ShapeFound find_step(std::span<const double> values, const Seasons& seasons);

ShapeFound shape_of(std::span<const double> values, const Seasons& seasons);

// What was before the last step is lifted to the level behind it.
std::vector<double> on_last_level(std::span<const double> values, const ShapeFound& found);

}
