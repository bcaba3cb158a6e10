// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/capacity.h"

namespace watchfloor {

// How grave a level of capacity is: said alike by its alert, its card, its chart and its place on the timeline. Running
// full is never critical by itself: the outage it may lead to is.
constexpr AlertSeverity severity_of(CapacityLevel level)
{
    switch (level) {
    case CapacityLevel::Critical:
        return AlertSeverity::Major;
    case CapacityLevel::Warning:
        return AlertSeverity::Minor;
    case CapacityLevel::Normal:
        break;
    }
    return AlertSeverity::Info;
}

}
