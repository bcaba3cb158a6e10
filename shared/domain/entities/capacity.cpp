// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/capacity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchfloor {

std::int64_t CapacityResource::limit_milli(std::int64_t percent) const
{
    const std::int64_t usable = usable_milli();
    const std::int64_t hundredth = usable / 100;
    if (percent > 0 && hundredth >= std::numeric_limits<std::int64_t>::max() / percent) {
        return std::numeric_limits<std::int64_t>::max();
    }
    return hundredth * percent + usable % 100 * percent / 100;
}

std::optional<std::int64_t> utilisation_permille(const CapacityResource& resource, double value)
{
    const std::int64_t usable = resource.usable_milli();
    if (usable <= 0 || !std::isfinite(value)) {
        return std::nullopt;
    }
    // Beyond a hundredfold overload the exact figure says nothing more and would not fit.
    const double permille = std::clamp(value * 1e6 / static_cast<double>(usable), 0.0, 1e5);
    return std::llround(permille);
}

CapacityLevel capacity_level(const CapacityResource& resource, std::int64_t permille, CapacityLevel held)
{
    const auto reaches = [&](std::int64_t percent, bool holds) {
        return permille >= percent * 10 - (holds ? kLevelHysteresisPermille : 0);
    };
    if (reaches(resource.critical_percent, held == CapacityLevel::Critical)) {
        return CapacityLevel::Critical;
    }
    return reaches(resource.warn_percent, held != CapacityLevel::Normal) ? CapacityLevel::Warning
                                                                         : CapacityLevel::Normal;
}

bool level_waits(const CapacityResource& resource)
{
    return resource.cadence_seconds > 0 && std::chrono::seconds { resource.cadence_seconds } < kLevelSustained;
}

}
