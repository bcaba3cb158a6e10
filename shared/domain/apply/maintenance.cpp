// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/maintenance.h"

#include "shared/domain/numbering.h"

#include <algorithm>

namespace watchfloor {

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
