// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/apply.h"

#include "shared/domain/apply/alerts.h"
#include "shared/domain/apply/bridges.h"
#include "shared/domain/apply/capacity.h"
#include "shared/domain/apply/changes.h"
#include "shared/domain/apply/incidents/incidents.h"
#include "shared/domain/apply/journal.h"
#include "shared/domain/apply/maintenance.h"
#include "shared/domain/apply/people.h"
#include "shared/domain/apply/services.h"
#include "shared/domain/apply/sources.h"
#include "shared/domain/apply/tokens.h"
#include "shared/domain/apply/walls.h"

#include <algorithm>
#include <variant>

namespace watchfloor {
namespace {

std::int64_t hour_of(Timestamp at)
{
    return at.millis / 3'600'000;
}

}

void apply(State& state, const Entry& entry)
{
    // Trimming follows the journal's own clock, so that every replica trims at the same entry.
    if (hour_of(entry.head.recorded_at) > hour_of(state.as_of) && state.seq > 0) {
        trim_working_set(state, entry.head.recorded_at);
    }
    state.seq = entry.head.seq;
    state.as_of = std::max(state.as_of, entry.head.recorded_at);
    std::visit([&](const auto& payload) { apply_payload(state, entry.head, payload); }, entry.payload);
}

void apply_stub(State& state, std::uint64_t seq)
{
    state.seq = seq;
}

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
    drop(state.windows, [&](const MaintenanceWindow& w) { return w.to < horizon; });
    drop(state.work_orders, [&](const WorkOrder& o) {
        const bool finished = o.state == WorkOrderState::ReturnedToService || o.state == WorkOrderState::Cancelled;
        return finished && o.actual_end.value_or(o.planned_end) < horizon;
    });
    drop(state.tokens, [&](const Token& t) { return t.revoked && t.expires_at && *t.expires_at < horizon; });
}

}
