// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/working_set.h"

#include <utility>

namespace watchfloor {

void trim_working_set(State& state, Timestamp now)
{
    const Timestamp horizon = now - kWorkingSetAge;
    const auto drop = [](auto& map, const auto& is_old) {
        auto kept = map;
        map.for_each([&](const auto& id, const auto& value) {
            if (is_old(value)) {
                kept.erase(id);
            }
        });
        map = std::move(kept);
    };
    drop(state.incidents, [&](const Incident& i) {
        const bool open = i.open() || i.restricted; // to those who may not know of it nothing of it opens by age
        return !open && i.closed_at && *i.closed_at < horizon;
    });
    drop(state.alerts,
        [&](const Alert& a) { return a.state == AlertState::Resolved && a.ended_at && *a.ended_at < horizon; });
    drop(state.changes, [&](const Change& c) { return c.at < horizon; });
    drop(state.windows, [&](const MaintenanceWindow& w) { return w.to < horizon && !w.awaits_confirmation(); });
    drop(state.work_orders, [&](const WorkOrder& o) {
        const bool finished = o.state == WorkOrderState::ReturnedToService || o.state == WorkOrderState::Cancelled;
        return finished && !o.awaits_confirmation() && o.actual_end.value_or(o.planned_end) < horizon;
    });
    drop(state.tokens, [&](const Token& t) { return t.revoked && t.expires_at && *t.expires_at < horizon; });
}

}
