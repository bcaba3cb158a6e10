// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/series.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace watchfloor::suite {

// Generated series with what is true of them, the same on every machine: six weeks of hours, and the two that follow.
enum class Kind : std::uint8_t { Trend, Season, Step, SawTooth, Gaps, Noise, Ceiling };
inline constexpr std::size_t kKinds = 7;
inline constexpr std::size_t kHours = 6 * 168;
inline constexpr std::size_t kFuture = 2 * 168;

std::string_view name_of(Kind kind);

struct Labelled {
    Kind kind {};
    RegularSeries series {};
    std::vector<double> future {};
    double limit = 0;                        // to ask for
    std::optional<std::size_t> exhausted {}; // steps behind the end by which half of its futures were at the limit
    std::optional<std::size_t> happened {};  // by which this future was; nothing: it never is
    std::optional<std::size_t> step {};      // of the level, the last
};

Labelled make(Kind kind, std::uint64_t number);

}
