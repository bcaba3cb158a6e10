// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply_parts.h"
#include "shared/domain/numbering.h"

#include <algorithm>

namespace watchfloor {
void apply_payload(State& state, const EntryHead& head, const JournalOpened& opened)
{
    state.journal = head.journal;
    state.purpose = opened.purpose;
}

void apply_payload(State& state, const EntryHead&, const UserSet& set)
{
    state.users.set(set.user.id, set.user);
}
void apply_payload(State&, const EntryHead&, const SignedIn&) { }
void apply_payload(State&, const EntryHead&, const SignedOut&) { }
void apply_payload(State&, const EntryHead&, const SignInRefused&) { }
void apply_payload(State& state, const EntryHead&, const TokenSet& set)
{
    state.tokens.set(set.token.id, set.token);
}
void apply_payload(State& state, const EntryHead&, const WallsSwitched& switched)
{
    state.walls = switched.audience;
}

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

void apply_payload(State& state, const EntryHead&, const SourceSet& set)
{
    state.sources.set(set.source.id, set.source);
}

void apply_payload(State& state, const EntryHead& head, const SourceLost& lost)
{
    state.sources.update(lost.source, [&](Source& source) {
        source.id = lost.source;
        source.lost = true;
        source.lost_since = head.recorded_at;
    });
}

void apply_payload(State& state, const EntryHead&, const SourceRegained& regained)
{
    state.sources.update(regained.source, [&](Source& source) {
        source.id = regained.source;
        source.lost = false;
        source.lost_since.reset();
    });
}

void apply_payload(State& state, const EntryHead&, const BridgeSet& set)
{
    state.bridges.update(set.bridge, [&](Bridge& bridge) {
        bridge.id = set.bridge;
        bridge.name = set.name;
    });
}

void apply_payload(State& state, const EntryHead&, const BridgeAccessSet& set)
{
    state.bridges.update(set.bridge, [&](Bridge& bridge) {
        bridge.id = set.bridge;
        bridge.link = set.link;
        bridge.number = set.number;
        bridge.pin = set.pin;
    });
}

void apply_payload(State& state, const EntryHead&, const ChangeRecorded& recorded)
{
    state.changes.set(recorded.change.id, recorded.change);
    state.next_change = std::max(state.next_change, number_in(recorded.change.id.text) + 1);
}

// The text is gone from the journal; whoever holds a fold of it folds anew (the server resyncs).
void apply_payload(State&, const EntryHead&, const TextErased&) { }

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
void apply_payload(State& state, const EntryHead&, const AssetSet& set)
{
    state.assets.set(set.asset.id, set.asset);
}

void apply_payload(State& state, const EntryHead& head, const WorkOrderSet& set)
{
    WorkOrder order = set.order;
    order.version = static_cast<std::int64_t>(head.seq);
    if (order.state == WorkOrderState::ReturnedToService && state.assets.contains(order.asset)) {
        state.assets.update(order.asset, [&](Asset& asset) { asset.last_maintained_at = order.actual_end; });
    }
    state.next_work_order = std::max(state.next_work_order, number_in(order.id.text) + 1);
    state.work_orders.set(set.order.id, std::move(order));
}

void apply_payload(State& state, const EntryHead& head, const WindowSet& set)
{
    MaintenanceWindow window = set.window;
    window.version = static_cast<std::int64_t>(head.seq);
    state.next_window = std::max(state.next_window, number_in(window.id.text) + 1);
    state.windows.set(set.window.id, std::move(window));
}

}
