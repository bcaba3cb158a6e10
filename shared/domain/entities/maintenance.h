// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/services.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"
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

// Who asks that an asset is maintained so often.
enum class IntervalSource { Vendor, Insurer, Policy };
WATCHFLOOR_ENUM_TEXTS(IntervalSource, Policy, "vendor", "insurer", "policy");

// Equipment that is maintained (ISO 27001 A.11.2.4). The interval in force is the shortest of
// those given; 0 = not given. One of running hours lasts as many days as it runs so long.
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
    Labels match {};                 // alerts of this asset
    std::string redundancy_group {}; // the assets that stand in for each other
    AssetId parent {};               // what it is a part of
    UserId custodian {};
    std::int64_t vendor_interval_hours = 0;
    std::int64_t insurer_interval_hours = 0;
    std::int64_t policy_interval_hours = 0;
    std::int64_t running_hours_per_day = 0;
    std::optional<Timestamp> warranty_until {};
    std::string contract {};
    std::string media_held {};                 // what holds its information
    std::string documents {};                  // where they are
    std::int64_t work_ahead_days = 0;          // so long before it is due its work order is made; 0 = the usual
    bool retired = false;                      // in use no more: nothing is due
    std::optional<Timestamp> work_made_for {}; // the due date that a work order was last made for by itself

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("contract", self.contract, kText | kRoom | kScreenedTogether);
        visit("criticality", self.criticality, kRoom);
        visit("custodian", self.custodian, kRoom);
        visit("documents", self.documents, kText | kRoom | kScreenedTogether);
        visit("holds_information", self.holds_information, kRoom);
        visit("id", self.id, kRoom);
        visit("insurer_interval_days", self.insurer_interval_days, kRoom);
        visit("insurer_interval_hours", self.insurer_interval_hours, kRoom);
        visit("last_maintained_at", self.last_maintained_at, kRoom);
        visit("match", self.match, kRoom);
        visit("media_held", self.media_held, kText | kRoom | kScreenedTogether);
        visit("model", self.model, kText | kRoom | kScreenedTogether);
        visit("name", self.name, kText | kRoom | kScreenedTogether);
        visit("parent", self.parent, kRoom);
        visit("policy_interval_days", self.policy_interval_days, kRoom);
        visit("policy_interval_hours", self.policy_interval_hours, kRoom);
        visit("redundancy_group", self.redundancy_group, kRoom);
        visit("retired", self.retired, kRoom);
        visit("running_hours_per_day", self.running_hours_per_day, kRoom);
        visit("serial", self.serial, kText | kRoom | kScreenedTogether);
        visit("services", self.services, kRoom);
        visit("site", self.site, kText | kRoom | kScreenedTogether);
        visit("vendor_interval_days", self.vendor_interval_days, kRoom);
        visit("vendor_interval_hours", self.vendor_interval_hours, kRoom);
        visit("warranty_until", self.warranty_until, kRoom);
        visit("work_ahead_days", self.work_ahead_days, kRoom);
        visit("work_made_for", self.work_made_for, kFolded | kRoom);
    }
};

struct MaintenanceInterval {
    std::int64_t days = 0;
    IntervalSource source = IntervalSource::Vendor;
};

// interval = min(vendor, insurer, policy) of those given, in days: one of running hours counts the whole days it lasts,
// at least one, and not at all while it is unknown how long a day's run is. Of two as short the one named first.
// Nothing where none is, or where the asset is retired.
std::optional<MaintenanceInterval> maintenance_interval(const Asset& asset);
std::optional<std::int64_t> maintenance_interval_days(const Asset& asset);

// Anchor: the last completion. Nothing where there is no interval or nothing was ever done.
std::optional<Timestamp> maintenance_due_at(const Asset& asset);

// So long before the due date its work order is made: as the asset says, else 14 days or half the interval, whichever is
// shorter.
Millis maintenance_work_ahead(const Asset& asset);

// max(0, whole days between due and now), to the day.
std::int64_t days_overdue(Timestamp due_at, Timestamp now);

// How pressing it is: 100 * (interval + days overdue) / interval, so 100 until it is overdue. Nothing where it is unknown
// when it is due.
std::optional<std::int64_t> maintenance_urgency_percent(const Asset& asset, Timestamp now);

// What was put in force on one person's word, another confirms within this time.
inline constexpr Millis kConfirmWithin = std::chrono::hours { 24 };

// Who planned it does not approve it, but in an emergency, which is told apart for ever; nobody inspects their own work.
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
    std::string reason {}; // of the last deferral, failed inspection or cancellation; none once it is in service
    UserId planned_by {};  // who said last when and what; nobody where it was made by itself
    UserId handed_over_by {};
    // When it was approved on one person's word, and whose; and who said later that it was right.
    std::optional<Timestamp> alone_at {};
    UserId alone_by {};
    std::optional<Timestamp> confirmed_at {};
    UserId confirmed_by {};
    // Of one that was made by itself: what date it was made for, and whose interval asked.
    std::optional<Timestamp> due_at {};
    std::optional<IntervalSource> interval {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("actual_end", self.actual_end, kRoom);
        visit("actual_start", self.actual_start, kRoom);
        visit("alone_at", self.alone_at, kRoom);
        visit("alone_by", self.alone_by, kRoom);
        visit("approver", self.approver, kRoom);
        visit("asset", self.asset, kRoom);
        visit("confirmed_at", self.confirmed_at, kRoom);
        visit("confirmed_by", self.confirmed_by, kRoom);
        visit("due_at", self.due_at, kRoom);
        visit("handed_over_by", self.handed_over_by, kRoom);
        visit("id", self.id, kRoom);
        visit("inspection_passed", self.inspection_passed, kRoom);
        visit("inspector", self.inspector, kRoom);
        visit("interval", self.interval, kRoom);
        visit("kind", self.kind, kRoom);
        visit("maintainer", self.maintainer, kRoom);
        visit("planned_by", self.planned_by, kRoom);
        visit("planned_end", self.planned_end, kRoom);
        visit("planned_start", self.planned_start, kRoom);
        visit("reason", self.reason, kText | kRoom | kScreenedTogether);
        visit("state", self.state, kRoom);
        visit("title", self.title, kText | kRoom | kScreenedTogether);
        visit("version", self.version, kFolded | kRoom);
        visit("work_done", self.work_done, kText | kRoom | kScreenedTogether);
    }

    // Approved on one person's word, and nobody else has looked at it yet.
    bool awaits_confirmation() const { return alone_at && !confirmed_at; }
};

// What a plan does although a rule refuses it, by name and with a reason.
enum class PlanOverride { RedundantPair };
WATCHFLOOR_ENUM_TEXTS(PlanOverride, RedundantPair, "redundant_pair");

// A span in which alerts of the listed assets or services, and those with the labels of `match`, are muted: still
// stored, still counted. Who planned it does not approve it, but in an emergency, which is told apart for ever.
struct MaintenanceWindow {
    WindowId id {};
    std::int64_t version = 0;
    std::string title {};
    std::vector<AssetId> assets {};
    std::vector<ServiceId> services {};
    Labels match {}; // alerts with all of these labels; none where it is empty
    Timestamp from {};
    Timestamp to {};
    WindowState state = WindowState::Planned;
    bool emergency = false;
    std::string reason {}; // why it could not wait for another, or was widened
    std::vector<PlanOverride> overrides {};
    std::string override_reason {};
    std::optional<Timestamp> approved_at {};
    UserId approved_by {};
    UserId planned_by {};
    // When it was last put in force or widened on one person's word, and whose; and who said later that it was right.
    std::optional<Timestamp> alone_at {};
    UserId alone_by {};
    std::optional<Timestamp> confirmed_at {};
    UserId confirmed_by {};
    WindowId series {};  // the first of those that were planned with it, by one rule; empty: it stands alone
    std::string rule {}; // how they recur (RRULE); empty where only their dates were given

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("alone_at", self.alone_at, kRoom);
        visit("alone_by", self.alone_by, kRoom);
        visit("approved_at", self.approved_at, kRoom);
        visit("approved_by", self.approved_by, kRoom);
        visit("assets", self.assets, kRoom);
        visit("confirmed_at", self.confirmed_at, kRoom);
        visit("confirmed_by", self.confirmed_by, kRoom);
        visit("emergency", self.emergency, kRoom);
        visit("from", self.from, kRoom);
        visit("id", self.id, kRoom);
        visit("match", self.match, kRoom);
        visit("override_reason", self.override_reason, kText | kRoom | kScreenedTogether);
        visit("overrides", self.overrides, kRoom);
        visit("planned_by", self.planned_by, kRoom);
        visit("reason", self.reason, kText | kRoom | kScreenedTogether);
        visit("rule", self.rule, kRoom);
        visit("series", self.series, kRoom);
        visit("services", self.services, kRoom);
        visit("state", self.state, kRoom);
        visit("title", self.title, kText | kRoom | kScreenedTogether);
        visit("to", self.to, kRoom);
        visit("version", self.version, kFolded | kRoom);
    }

    // Only a window approved before it began mutes: one approved late begins then.
    bool mutes_at(Timestamp at) const
    {
        return state == WindowState::Approved && approved_at && *approved_at <= from && from <= at && at < to;
    }

    // Put in force, or widened, on one person's word, and nobody else has looked at it yet.
    bool awaits_confirmation() const { return alone_at && !confirmed_at; }
};

}
