// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/capacity.h"

#include "shared/domain/field_lists.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const CapacityDefined& defined)
{
    state.resources.update(
        defined.resource.id, [&](CapacityResource& resource) { assign_set(resource, defined.resource); });
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
