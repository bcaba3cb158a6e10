// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/services.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/labels.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

enum class WorkOrderKind { Preventive, Corrective, Inspection, Predictive };
WATCHFLOOR_ENUM_TEXTS(WorkOrderKind, Predictive, "preventive", "corrective", "inspection", "predictive");

enum class WorkOrderState { Planned, Approved, InProgress, Inspection, ReturnedToService, Deferred, Cancelled };
WATCHFLOOR_ENUM_TEXTS(WorkOrderState, Cancelled, "planned", "approved", "in_progress", "inspection",
    "returned_to_service", "deferred", "cancelled");

enum class WindowState { Planned, Approved, Cancelled };
WATCHFLOOR_ENUM_TEXTS(WindowState, Cancelled, "planned", "approved", "cancelled");

// Equipment that is maintained (ISO 27001 A.11.2.4). The interval in force is the shortest of
// those given; 0 = not given.
struct Asset {
    AssetId id {};
    std::string name {};
    std::string model {};
    std::string serial {};
    std::string site {};
    std::vector<ServiceId> services {};
    Criticality criticality = Criticality::Medium;
    std::int64_t vendor_interval_days = 0;
    std::int64_t insurer_interval_days = 0;
    std::int64_t policy_interval_days = 0;
    std::optional<Timestamp> last_maintained_at {};
    bool holds_information = false;
    Labels match {}; // alerts of this asset

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("criticality", self.criticality);
        visit("holds_information", self.holds_information);
        visit("id", self.id);
        visit("insurer_interval_days", self.insurer_interval_days);
        visit("last_maintained_at", self.last_maintained_at);
        visit("match", self.match);
        visit("model", self.model);
        visit("name", self.name);
        visit("policy_interval_days", self.policy_interval_days);
        visit("serial", self.serial);
        visit("services", self.services);
        visit("site", self.site);
        visit("vendor_interval_days", self.vendor_interval_days);
    }
};

// interval = min(vendor, insurer, policy) of those given; nothing where none is.
std::optional<std::int64_t> maintenance_interval_days(const Asset& asset);

// Anchor: the last completion. Nothing where there is no interval or nothing was ever done.
std::optional<Timestamp> maintenance_due_at(const Asset& asset);

// max(0, whole days between due and now), to the day.
std::int64_t days_overdue(Timestamp due_at, Timestamp now);

struct WorkOrder {
    WorkOrderId id {};
    std::int64_t version = 0;
    AssetId asset {};
    WorkOrderKind kind = WorkOrderKind::Preventive;
    std::string title {};
    Timestamp planned_start {};
    Timestamp planned_end {};
    std::optional<Timestamp> actual_start {};
    std::optional<Timestamp> actual_end {};
    WorkOrderState state = WorkOrderState::Planned;
    UserId maintainer {};
    UserId approver {};
    UserId inspector {};
    bool inspection_passed = false;
    std::string work_done {};
    std::string reason {}; // of a deferral, a cancellation, a failed inspection

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("actual_end", self.actual_end);
        visit("actual_start", self.actual_start);
        visit("approver", self.approver);
        visit("asset", self.asset);
        visit("id", self.id);
        visit("inspection_passed", self.inspection_passed);
        visit("inspector", self.inspector);
        visit("kind", self.kind);
        visit("maintainer", self.maintainer);
        visit("planned_end", self.planned_end);
        visit("planned_start", self.planned_start);
        visit("reason", self.reason);
        visit("state", self.state);
        visit("title", self.title);
        visit("version", self.version);
        visit("work_done", self.work_done);
    }
};

// A span in which alerts of the listed assets or services are muted: still stored, still counted.
struct MaintenanceWindow {
    WindowId id {};
    std::int64_t version = 0;
    std::string title {};
    std::vector<AssetId> assets {};
    std::vector<ServiceId> services {};
    Timestamp from {};
    Timestamp to {};
    WindowState state = WindowState::Planned;
    std::optional<Timestamp> approved_at {};
    UserId approved_by {};
    UserId planned_by {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("approved_at", self.approved_at);
        visit("approved_by", self.approved_by);
        visit("assets", self.assets);
        visit("from", self.from);
        visit("id", self.id);
        visit("planned_by", self.planned_by);
        visit("services", self.services);
        visit("state", self.state);
        visit("title", self.title);
        visit("to", self.to);
        visit("version", self.version);
    }

    // Only a window approved before it began mutes.
    bool mutes_at(Timestamp at) const
    {
        return state == WindowState::Approved && approved_at && *approved_at <= from && from <= at && at < to;
    }
};

}
