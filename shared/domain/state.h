// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/persistent_map.h"
#include "shared/domain/alert.h"
#include "shared/domain/capacity.h"
#include "shared/domain/entry.h"
#include "shared/domain/incident.h"
#include "shared/domain/maintenance.h"
#include "shared/domain/people.h"
#include "shared/domain/service.h"

namespace watchfloor {

// What everybody may know now: the fold of a journal up to `seq`. Copying it is cheap
// (structure is shared) and a copy never changes; the one writer folds on a private copy and
// publishes it. Closed incidents and resolved alerts leave it after kWorkingSetAge.
struct State {
    JournalId journal {};
    JournalPurpose purpose = JournalPurpose::Main;
    std::uint64_t seq = 0;
    Timestamp as_of {}; // recorded_at of the last entry
    WallAudience walls = WallAudience::Room;

    std::int64_t next_incident = 1;
    std::int64_t next_restricted = 1; // restricted incidents number apart: gaps say nothing
    std::int64_t next_change = 1;
    std::int64_t next_work_order = 1;
    std::int64_t next_window = 1;
    std::int64_t firing = 0; // alerts that fire and are not muted; a console holds only the worst of them

    PersistentMap<UserId, User> users {};
    PersistentMap<TokenId, Token> tokens {};
    PersistentMap<ServiceId, Service> services {};
    PersistentMap<SourceId, Source> sources {};
    PersistentMap<BridgeId, Bridge> bridges {};
    PersistentMap<ChangeId, Change> changes {};
    PersistentMap<AlertId, Alert> alerts {};
    PersistentMap<IncidentId, Incident> incidents {};
    PersistentMap<ResourceId, CapacityResource> resources {};
    PersistentMap<AssetId, Asset> assets {};
    PersistentMap<WorkOrderId, WorkOrder> work_orders {};
    PersistentMap<WindowId, MaintenanceWindow> windows {};
};

inline constexpr Millis kWorkingSetAge = std::chrono::hours { 24 };

// Folds one entry into the state. Entries come in order of seq; only assigns, never judges.
void apply(State& state, const Entry& entry);

// A place kept for an entry the viewer may not see: moves `seq` on and nothing else.
void apply_stub(State& state, std::uint64_t seq);

// Drops closed incidents, resolved alerts, old changes, ended windows and finished work orders
// older than kWorkingSetAge before `now`; they stay in the journal and the read models.
void trim_working_set(State& state, Timestamp now);

}
