// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/capacity.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const CapacityDefined& defined)
{
    state.resources.update(defined.resource.id, [&](CapacityResource& resource) {
        CapacityResource next = defined.resource;
        next.level = resource.level;
        next.level_since = resource.level_since;
        resource = std::move(next);
    });
}

void apply_payload(State& state, const EntryHead& head, const CapacityCrossed& crossed)
{
    state.resources.update(crossed.resource, [&](CapacityResource& resource) {
        resource.id = crossed.resource;
        resource.level = crossed.to;
        resource.level_since = head.occurred_at;
    });
}

void apply_payload(State&, const EntryHead&, const SamplesSealed&) { }

}
