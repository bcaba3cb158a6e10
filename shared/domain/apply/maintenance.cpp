// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/maintenance.h"

#include "shared/domain/field_lists.h"
#include "shared/domain/numbering.h"

#include <algorithm>

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const AssetSet& set)
{
    state.assets.update(set.asset.id, [&](Asset& asset) { assign_set(asset, set.asset); });
}

void apply_payload(State& state, const EntryHead& head, const WorkOrderSet& set)
{
    WorkOrder order = set.order;
    order.version = static_cast<std::int64_t>(head.seq);
    if (order.state == WorkOrderState::ReturnedToService && state.assets.contains(order.asset)) {
        state.assets.update(order.asset, [&](Asset& asset) { asset.last_maintained_at = order.actual_end; });
    }
    // Later moves of an order bring the date along: it counts when the order is made for it.
    const WorkOrder* known = state.work_orders.find(order.id);
    const bool made = order.due_at && (known == nullptr || known->due_at != order.due_at);
    if (made && state.assets.contains(order.asset)) {
        state.assets.update(order.asset, [&](Asset& asset) { asset.work_made_for = order.due_at; });
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
