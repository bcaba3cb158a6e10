// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/services.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"

namespace watchfloor {
namespace {

Result<void> check_contacts(const Service& service)
{
    RETURN_IF_ERROR(check_text(service.service_owner, { .field = "service_owner", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(service.business_owner, { .field = "business_owner", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(service.supplier, { .field = "supplier", .max_characters = kMaxName }));
    return check_text(service.support_number, { .field = "support_number", .max_characters = kMaxName });
}

Result<void> check_service(const State& state, const Service& service)
{
    RETURN_IF_ERROR(check_chosen_id(service.id.text, state.services.contains(service.id)));
    RETURN_IF_ERROR(check_text(service.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(service.public_name, { .field = "public_name", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(service.on_call_group, { .field = "on_call_group", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_contacts(service));
    RETURN_IF_ERROR(check_labels(service.match, "match"));
    RETURN_IF_ERROR(check_services(state, service.depends_on, "depends_on"));
    if (contains(service.depends_on, service.id)) {
        return malformed("Remove " + service.id.text + " from its own `depends_on`.");
    }
    if (service.id == kUnknownService && !service.match.empty()) {
        return malformed("Leave `match` of \"unknown\" empty: it takes what no other service matches.");
    }
    return {};
}

}

Result<Decision> decide_on(const State& state, const SetService& command, const Context& context)
{
    const Service& service = command.service;
    RETURN_IF_ERROR(check_service(state, service));
    const Service* known = state.services.find(service.id);
    if (sets_nothing(known, service)) {
        return Decision {}; // it is so already
    }
    Decision decision;
    decision.created = known == nullptr ? service.id.text : std::string {};
    decision.entries.push_back(draft_of(ServiceSet { .service = service }, service.id.text, context));
    if (!same_apart(known != nullptr ? *known : Service {}, service)) {
        decision.entries.push_back(draft_of(ServiceContactsSet { .service = service }, service.id.text, context));
    }
    return decision;
}

}
