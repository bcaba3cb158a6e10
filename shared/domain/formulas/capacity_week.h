// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"

#include <optional>
#include <vector>

// The page that a capacity planner goes through each week.
namespace watchfloor {

inline constexpr Millis kPlanWeek = std::chrono::hours { 7 * 24 };

// What is known of a resource now, beside its definition.
struct CapacityOutlook {
    PublishedForecast forecast {};      // as it would be published now
    std::optional<Timestamp> newest {}; // of its samples
};

// What became of it: nothing is said of what was used up already, and no more of what has its score.
ForecastScore score_of(const PublishedForecast& published, const PublishedForecast& now, Timestamp at);

// The lines of one resource, in the order of CapacityFinding. `signed_at`: of the last plan.
std::vector<CapacityRow> capacity_rows(const CapacityResource& resource, const CapacityOutlook& outlook,
    std::optional<Timestamp> signed_at, Timestamp now);

// The decision on it that was made since then; null where there is none.
const CapacityDecision* decision_since(
    const CapacityResource& resource, CapacityFinding finding, std::optional<Timestamp> signed_at);

}
