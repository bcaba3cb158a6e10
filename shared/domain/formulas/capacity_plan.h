// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"
#include "shared/domain/forecast/exhaustion.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// What a capacity plan is made of (ISO 27001 A.12.1.3). Amounts are in thousandths of the resource's unit.
namespace watchfloor {

// When to act so that more is there in time: `early` - lead time - margin. Nothing where no date is known.
std::optional<Timestamp> act_by(const Exhaustion& exhaustion, const CapacityResource& resource);

// How planned changes move the limit at so many percent of what can be used, in units: more capacity raises it, more
// demand lowers what of it is left. Those that are past are in what is measured, or in the total.
std::vector<LimitStep> planned_steps(const CapacityResource& resource, std::int64_t percent, Timestamp now);

// C' * (n - 1) / n - p95: what is left free once one of n equal nodes is lost. Nothing where it has no two of them.
std::optional<std::int64_t> node_loss_headroom_milli(const CapacityResource& resource, std::int64_t p95_milli);

// Whether one does the other's work where its site is lost: of the same kind and unit, for a service of both, elsewhere.
bool stands_in(const CapacityResource& resource, const CapacityResource& other);

struct SiteLoad {
    std::int64_t usable_milli = 0;
    std::int64_t p95_milli = 0;
};
// What is left free on the others once they carry this one's p95 as well; below 0 where they cannot. Nothing where there
// are no others.
std::optional<std::int64_t> site_loss_headroom_milli(std::int64_t p95_milli, std::span<const SiteLoad> others);

}
