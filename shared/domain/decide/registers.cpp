// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/rules.h"
#include "shared/domain/decide/subject.h"
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
    RETURN_IF_ERROR(check_slug(service.id.text, "id"));
    RETURN_IF_ERROR(check_text(service.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(service.public_name, { .field = "public_name", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(service.on_call_group, { .field = "on_call_group", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_contacts(service));
    RETURN_IF_ERROR(check_labels(service.match, "match"));
    RETURN_IF_ERROR(check_services(state, service.depends_on));
    if (contains(service.depends_on, service.id)) {
        return malformed("Remove " + service.id.text + " from its own `depends_on`.");
    }
    if (service.id == kUnknownService && !service.match.empty()) {
        return malformed("Leave `match` of \"unknown\" empty: it takes what no other service matches.");
    }
    return {};
}

ServiceContactsSet contacts_of(const Service& service)
{
    ServiceContactsSet contacts;
    contacts.service = service.id;
    contacts.business_owner = service.business_owner;
    contacts.service_owner = service.service_owner;
    contacts.supplier = service.supplier;
    contacts.support_number = service.support_number;
    return contacts;
}

bool same_contacts(const Service& a, const Service& b)
{
    return a.business_owner == b.business_owner && a.service_owner == b.service_owner && a.supplier == b.supplier
        && a.support_number == b.support_number;
}

Result<void> check_asset(const State& state, const Asset& asset, const Context& context)
{
    RETURN_IF_ERROR(check_slug(asset.id.text, "id"));
    RETURN_IF_ERROR(check_text(asset.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(asset.model, { .field = "model", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(asset.serial, { .field = "serial", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(asset.site, { .field = "site", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_labels(asset.match, "match"));
    RETURN_IF_ERROR(check_services(state, asset.services));
    constexpr std::int64_t kMaxIntervalDays = 36'500;
    for (const std::int64_t days :
        { asset.vendor_interval_days, asset.insurer_interval_days, asset.policy_interval_days }) {
        if (days < 0 || days > kMaxIntervalDays) {
            return malformed("Give maintenance intervals in days from 0 (none) to 36500.");
        }
    }
    return asset.last_maintained_at ? check_not_future("last_maintained_at", *asset.last_maintained_at, context)
                                    : Result<void> {};
}

Result<void> check_change(const State& state, const Change& change, const Context& context)
{
    RETURN_IF_ERROR(check_text(change.summary,
        { .field = "summary", .max_characters = kMaxNote, .required = true, .form = TextForm::Paragraphs }));
    RETURN_IF_ERROR(check_text(change.component, { .field = "component", .max_characters = kMaxTitle }));
    RETURN_IF_ERROR(check_link(change.link, "link"));
    if (!change.service.empty()) {
        RETURN_IF_ERROR(check_services(state, { change.service }));
    }
    if (!change.source.empty()) {
        RETURN_IF_ERROR(find_in(state.sources, change.source, "Source"));
    }
    return check_not_future("at", change.at, context);
}

// People may not claim that a change came from a machine.
void complete(Change& change, const State& state, const Context& context)
{
    change.id = ChangeId { "CHG-" + std::to_string(state.next_change) };
    if (change.service.empty()) {
        change.service = kUnknownService;
    }
    if (change.at == Timestamp {}) {
        change.at = context.now;
    }
    if (!context.actor.system) {
        change.source = SourceId {};
    }
}

}

Result<Decision> decide_on(const State& state, const SetService& command, const Context& context)
{
    const Service& service = command.service;
    RETURN_IF_ERROR(check_service(state, service));
    const Service* known = state.services.find(service.id);
    Decision decision;
    decision.created = known == nullptr ? service.id.text : std::string {};
    decision.entries.push_back(draft_of(ServiceSet { .service = service }, service.id.text, context));
    if (!same_contacts(known != nullptr ? *known : Service {}, service)) {
        decision.entries.push_back(draft_of(contacts_of(service), service.id.text, context));
    }
    return decision;
}

Result<Decision> decide_on(const State& state, const SetBridge& command, const Context& context)
{
    const Bridge& bridge = command.bridge;
    RETURN_IF_ERROR(check_slug(bridge.id.text, "id"));
    RETURN_IF_ERROR(check_text(bridge.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_link(bridge.link, "link"));
    RETURN_IF_ERROR(check_text(bridge.number, { .field = "number", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(bridge.pin, { .field = "pin", .max_characters = kMaxName }));
    Decision decision;
    decision.created = state.bridges.contains(bridge.id) ? std::string {} : bridge.id.text;
    decision.entries.push_back(
        draft_of(BridgeSet { .bridge = bridge.id, .name = bridge.name }, bridge.id.text, context));
    BridgeAccessSet access { .bridge = bridge.id, .link = bridge.link, .number = bridge.number, .pin = bridge.pin };
    decision.entries.push_back(draft_of(std::move(access), bridge.id.text, context));
    return decision;
}

Result<Decision> decide_on(const State& state, const SetAsset& command, const Context& context)
{
    RETURN_IF_ERROR(check_asset(state, command.asset, context));
    Decision decision;
    decision.created = state.assets.contains(command.asset.id) ? std::string {} : command.asset.id.text;
    decision.entries.push_back(draft_of(AssetSet { .asset = command.asset }, command.asset.id.text, context));
    return decision;
}

Result<Decision> decide_on(const State& state, const RecordChange& command, const Context& context)
{
    RETURN_IF_ERROR(check_change(state, command.change, context));
    Change change = command.change;
    complete(change, state, context);
    Decision decision;
    decision.created = change.id.text;
    Draft draft = draft_of(ChangeRecorded { .change = change }, change.id.text, context);
    draft.occurred_at = change.at;
    decision.entries.push_back(std::move(draft));
    return decision;
}

}
