// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/services.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const ServiceSet& set)
{
    state.services.update(set.service.id, [&](Service& service) {
        Service next = set.service;
        next.business_owner = service.business_owner;
        next.service_owner = service.service_owner;
        next.supplier = service.supplier;
        next.support_number = service.support_number;
        service = std::move(next);
    });
}

void apply_payload(State& state, const EntryHead&, const ServiceContactsSet& set)
{
    state.services.update(set.service, [&](Service& service) {
        service.id = set.service;
        service.business_owner = set.business_owner;
        service.service_owner = set.service_owner;
        service.supplier = set.supplier;
        service.support_number = set.support_number;
    });
}

}
