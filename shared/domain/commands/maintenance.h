// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/maintenance.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

struct SetAsset {
    Asset asset {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Asset::fields(v, s.asset);
    }
};

struct PlanWorkOrder {
    AssetId asset {};
    WorkOrderKind kind = WorkOrderKind::Preventive;
    std::string title {};
    Timestamp planned_start {};
    Timestamp planned_end {};
    UserId maintainer {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("asset", self.asset);
        visit("kind", self.kind);
        visit("maintainer", self.maintainer);
        visit("planned_end", self.planned_end, kDemanded);
        visit("planned_start", self.planned_start, kDemanded);
        visit("title", self.title);
    }
};

// By the system: makes the work orders that the intervals of these assets ask for, and keeps those that were made and
// that nobody has touched in step with their dates.
struct MakeDueWork {
    std::vector<AssetId> assets {};
};

// Anew, as a whole, until it is approved.
struct ReplanWorkOrder {
    WorkOrderId order {};
    std::int64_t version = 0;
    PlanWorkOrder plan {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        PlanWorkOrder::fields(visit, self.plan);
        visit("version", self.version);
    }
};

struct MoveWorkOrder {
    WorkOrderId order {};
    std::int64_t version = 0;
    WorkOrderState to = WorkOrderState::Approved;
    std::string work_done {};
    std::optional<bool> inspection_passed {};
    std::optional<Timestamp> planned_start {}; // a deferral's new date
    std::string reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("inspection_passed", self.inspection_passed);
        visit("planned_start", self.planned_start);
        visit("reason", self.reason);
        visit("to", self.to, kDemanded);
        visit("version", self.version);
        visit("work_done", self.work_done);
    }
};

// In UTC: what zone it was meant in is known before it is planned.
struct PlannedSpan {
    Timestamp from {};
    Timestamp to {};
};

struct PlanWindow {
    std::string title {};
    std::vector<AssetId> assets {};
    std::vector<ServiceId> services {};
    Labels match {};
    Timestamp from {};
    Timestamp to {};
    bool emergency = false;
    std::string reason {}; // of an emergency
    std::vector<PlanOverride> overrides {};
    std::string override_reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("assets", self.assets);
        visit("emergency", self.emergency);
        visit("from", self.from, kDemanded);
        visit("match", self.match);
        visit("override_reason", self.override_reason);
        visit("overrides", self.overrides);
        visit("reason", self.reason);
        visit("services", self.services);
        visit("title", self.title);
        visit("to", self.to, kDemanded);
    }
};

// Windows that recur, each with its own span; what else they are is the same of all.
struct PlanWindowSeries {
    PlanWindow plan {};        // without its times
    std::string recurrence {}; // an iCalendar event's DTSTART, DURATION, RRULE, RDATE, EXDATE (RFC 5545)
    // What that comes to, in order: told by whoever knows the zones, never by the request.
    std::vector<PlannedSpan> occurrences {};
    std::string rule {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("assets", self.plan.assets);
        visit("emergency", self.plan.emergency);
        visit("match", self.plan.match);
        visit("override_reason", self.plan.override_reason);
        visit("overrides", self.plan.overrides);
        visit("reason", self.plan.reason);
        visit("recurrence", self.recurrence);
        visit("services", self.plan.services);
        visit("title", self.plan.title);
    }
};

struct MoveWindow {
    WindowId window {};
    std::int64_t version = 0;
    WindowState to = WindowState::Approved;
    std::string reason {};  // given by who planned it, the approval makes an emergency of it
    bool following = false; // and all later ones of its series that can be moved so

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("following", self.following);
        visit("reason", self.reason);
        visit("to", self.to, kDemanded);
        visit("version", self.version);
    }
};

// Other times: of a planned window either, of an approved one the begin until it begins, and the end until it is over.
// What lies in the past means now.
struct RescheduleWindow {
    WindowId window {};
    std::int64_t version = 0;
    std::optional<Timestamp> from {};
    std::optional<Timestamp> to {};
    std::string reason {}; // of widening what is approved
    std::vector<PlanOverride> overrides {};
    std::string override_reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("from", self.from);
        visit("override_reason", self.override_reason);
        visit("overrides", self.overrides);
        visit("reason", self.reason);
        visit("to", self.to);
        visit("version", self.version);
    }
};

}
