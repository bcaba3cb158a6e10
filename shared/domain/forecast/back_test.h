// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/members.h"
#include "shared/domain/forecast/outcome.h"

#include <optional>
#include <vector>

namespace watchfloor {

struct MemberResult {
    ForecastMethod method {};
    ForecastRows rows {}; // the last row foretells what is not known yet
    double error = 0;     // mean absolute, on the scale of the origins of the day's seasonal naive
    double relative = 0;  // to it, the geometric mean over origins: one event that all missed says nothing
};

struct BackTest {
    Origins origins {}; // the last is the end
    std::vector<MemberResult> members {};
    std::size_t best = 0;
    bool better_than_naive = false;
};

// Origins at which at least half of the values are known and of which at least `kLeastOrigins` have their whole
// horizon behind them; nothing where there are none.
inline constexpr std::size_t kLeastOrigins = 3;
std::optional<Origins> rolling_origins(std::size_t values, const Seasons& seasons, std::size_t horizon);

BackTest back_test(std::span<const double> values, const Seasons& seasons, Origins origins);

}
