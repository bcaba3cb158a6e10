// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// One alert with ten labels and a summary, as Prometheus posts it. Which one is decided by its number.
std::string alert_json(std::uint64_t number, bool resolved, const std::string& name);

// A list of these alerts, as POST /api/v2/alerts takes it.
std::string alert_batch(std::uint64_t first, std::size_t count, const std::string& name);

// Bodies of `batch` alerts each that tell of `count` alerts in any order: half of the deliveries are
// repetitions, and some alerts are said to be resolved before they are said to fire.
std::vector<std::string> storm_bodies(std::size_t count, std::size_t batch, std::uint32_t seed);

}
