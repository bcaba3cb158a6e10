// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/services.h"

#include "shared/domain/field_lists.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const ServiceSet& set)
{
    state.services.update(set.service.id, [&](Service& service) { assign_set(service, set.service); });
}

void apply_payload(State& state, const EntryHead&, const ServiceContactsSet& set)
{
    state.services.update(set.service.id, [&](Service& service) {
        service.id = set.service.id;
        assign_apart(service, set.service);
    });
}

}
