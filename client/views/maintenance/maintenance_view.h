// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/schedule/schedule.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// One line of what is due, overdue or under way.
struct MaintenanceRow {
    std::string what {};
    std::string asset {};
    std::string state {};
    std::string when {};
    Severity severity = Severity::Normal;
    bool approved = true;
    WorkOrderId order {};
    WindowId window {};
    AssetId due {}; // of what is due without a work order: the asset
    Timestamp at {};
    Timestamp ends {}; // of what is under way
};

struct MaintenanceRows {
    std::vector<MaintenanceRow> overdue {};
    std::vector<MaintenanceRow> under_way {};
    std::vector<MaintenanceRow> due {}; // within 30 days
};

// Of a date on the schedule: the asset's id follows.
inline constexpr std::string_view kDuePrefix = "due/";
inline constexpr Millis kDueReach = std::chrono::hours { 24 * 30 };

std::string_view order_state_words(WorkOrderState state);

MaintenanceRows maintenance_rows(const State& state, Timestamp now);
// The orders among them that this user maintains or inspects (an inspection is anybody's but the maintainer's), each with
// its next step.
MaintenanceRows work_of(const State& state, Timestamp now, const UserId& user);

// Assets and services with their work orders, windows and due dates.
ScheduleModel maintenance_schedule(const State& state, Timestamp now, const SiteZone& zone);

std::unique_ptr<View> make_maintenance_view();

}
