// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/capacity_plan.h"

#include "shared/domain/contains.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

constexpr Millis kPlanDay = std::chrono::hours { 24 };
constexpr double kMostAmount = 9e18; // that a number of thousandths holds

}

std::optional<Timestamp> act_by(const Exhaustion& exhaustion, const CapacityResource& resource)
{
    if (!exhaustion.early) {
        return std::nullopt;
    }
    return *exhaustion.early - kPlanDay * (resource.lead_time_days + resource.margin_days);
}

std::vector<LimitStep> planned_steps(const CapacityResource& resource, std::int64_t percent, Timestamp now)
{
    std::vector<LimitStep> steps;
    for (const PlannedChange& change : resource.planned_changes) {
        if (change.at > now) {
            const double capacity = static_cast<double>(change.capacity_milli) * static_cast<double>(percent) / 100;
            steps.push_back({ change.at, (capacity - static_cast<double>(change.demand_milli)) / 1000 });
        }
    }
    return steps;
}

std::optional<std::int64_t> node_loss_headroom_milli(const CapacityResource& resource, std::int64_t p95_milli)
{
    const std::int64_t n = resource.equal_nodes;
    const std::int64_t usable = resource.usable_milli();
    if (n < 2 || usable <= 0) {
        return std::nullopt;
    }
    return usable / n * (n - 1) + usable % n * (n - 1) / n - p95_milli;
}

bool stands_in(const CapacityResource& resource, const CapacityResource& other)
{
    return resource.id != other.id && resource.kind == other.kind && resource.unit == other.unit
        && !resource.site.empty() && !other.site.empty() && resource.site != other.site
        && std::any_of(resource.services.begin(), resource.services.end(),
            [&](const ServiceId& service) { return contains(other.services, service); });
}

std::optional<std::int64_t> site_loss_headroom_milli(std::int64_t p95_milli, std::span<const SiteLoad> others)
{
    if (others.empty()) {
        return std::nullopt;
    }
    double left = -static_cast<double>(p95_milli);
    for (const SiteLoad& other : others) {
        left += static_cast<double>(other.usable_milli) - static_cast<double>(other.p95_milli);
    }
    return std::llround(std::clamp(left, -kMostAmount, kMostAmount));
}

}
