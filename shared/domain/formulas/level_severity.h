// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/capacity.h"

namespace watchfloor {

// How grave a level of capacity is, said alike by its alert, its card and bar, its chart, its place on the timeline and
// every wall: red from the critical threshold on, amber from the warning on (domain.md §10).
constexpr AlertSeverity severity_of(CapacityLevel level)
{
    switch (level) {
    case CapacityLevel::Critical:
        return AlertSeverity::Critical;
    case CapacityLevel::Warning:
        return AlertSeverity::Minor;
    case CapacityLevel::Normal:
        break;
    }
    return AlertSeverity::Info;
}

}
