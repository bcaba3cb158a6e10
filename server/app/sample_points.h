// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/samples/samples_store.h"
#include "shared/domain/state/state.h"
#include "shared/wire/answers/capacity.h"

#include <span>
#include <string_view>
#include <vector>

namespace watchfloor {

std::string_view to_string(SampleQuality quality);
std::optional<SampleQuality> parse_quality(std::string_view text);

// Thousandths, rounded; held at the ends of the range.
std::int64_t to_milli(double value);

SamplePoint sample_point(const LatestSample& latest);

// The latest samples of resources the state defines: what is displayed.
SampleFrame sample_frame(std::span<const LatestSample> latest, const State& state);

}
