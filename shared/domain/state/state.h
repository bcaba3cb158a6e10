// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/persistent_map.h"
#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/bridges.h"
#include "shared/domain/entities/capacity.h"
#include "shared/domain/entities/changes.h"
#include "shared/domain/entities/incidents/incident.h"
#include "shared/domain/entities/journal.h"
#include "shared/domain/entities/maintenance.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/entities/services.h"
#include "shared/domain/entities/sources.h"
#include "shared/domain/entities/tokens.h"
#include "shared/domain/entities/walls.h"
#include "shared/domain/field_traits.h"
#include "shared/domain/state/alert_tally.h"

#include <optional>

namespace watchfloor {

// What everybody may know now: the fold of a journal up to `seq`. Copying it is cheap
// (structure is shared) and a copy never changes; the one writer folds on a private copy and
// publishes it. Closed incidents and resolved alerts leave it after a day (apply.h).
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

    std::optional<Timestamp> plan_signed_at {}; // the last capacity plan
    UserId plan_signed_by {};

    PersistentMap<UserId, User> users {};
    PersistentMap<TokenId, Token> tokens {};
    PersistentMap<TokenId, WallDisplay> displays {};
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

    AlertTally tally {}; // of `alerts`; no part of what is stored or sent

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("alerts", self.alerts, kRoom);
        visit("as_of", self.as_of, kEveryone);
        visit("assets", self.assets, kRoom);
        visit("bridges", self.bridges, kRoom);
        visit("changes", self.changes, kRoom);
        visit("displays", self.displays, kRoom);
        visit("firing", self.firing, kRoom);
        visit("incidents", self.incidents, kWalls);
        visit("journal", self.journal, kEveryone);
        visit("next_change", self.next_change, kRoom);
        visit("next_incident", self.next_incident, kRoom);
        visit("next_restricted", self.next_restricted, kRoom);
        visit("next_window", self.next_window, kRoom);
        visit("next_work_order", self.next_work_order, kRoom);
        visit("plan_signed_at", self.plan_signed_at);
        visit("plan_signed_by", self.plan_signed_by);
        visit("purpose", self.purpose, kEveryone);
        visit("resources", self.resources, kRoom);
        visit("seq", self.seq, kEveryone);
        visit("services", self.services, kEveryone);
        visit("sources", self.sources, kRoom);
        visit("tokens", self.tokens);
        visit("users", self.users, kRoom);
        visit("walls", self.walls, kWalls);
        visit("windows", self.windows, kRoom);
        visit("work_orders", self.work_orders, kRoom);
    }
};

}
