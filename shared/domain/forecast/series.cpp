// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/series.h"

#include <algorithm>

namespace watchfloor {

namespace {
constexpr std::int64_t kDaySeconds = 86'400;
}

Seasons seasons_of(std::int64_t step_seconds)
{
    if (step_seconds <= 0 || kDaySeconds % step_seconds != 0) {
        return {};
    }
    const auto day = static_cast<std::size_t>(kDaySeconds / step_seconds);
    return { day < 2 ? 0 : day, day * kWeekDays };
}

std::size_t measured_in(std::span<const double> values)
{
    return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), is_measured));
}

std::span<const double> newest_without_gaps(std::span<const double> values, double most_gaps)
{
    std::size_t kept = 0;
    std::size_t gaps = 0;
    for (std::size_t length = 1; length <= values.size(); ++length) {
        gaps += is_measured(values[values.size() - length]) ? 0U : 1U;
        if (static_cast<double>(gaps) <= most_gaps * static_cast<double>(length)) {
            kept = length;
        }
    }
    return values.last(kept);
}

}
