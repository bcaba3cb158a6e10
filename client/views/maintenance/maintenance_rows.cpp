// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/maintenance_view.h"

#include "client/language/text.h"
#include "client/views/maintenance/order_form.h"
#include "client/views/maintenance/order_panel.h"
#include "client/views/sources/heartbeat_rules_panel.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"
#include "shared/domain/decide/maintenance/maintenance.h"
#include "shared/domain/formulas/work_conflicts.h"

#include <algorithm>
#include <map>

namespace watchfloor {
namespace {

std::string asset_name(const State& state, const AssetId& id)
{
    const Asset* asset = state.assets.find(id);
    return asset != nullptr && !asset->name.empty() ? asset->name : id.text;
}

bool finished(WorkOrderState state)
{
    return state == WorkOrderState::ReturnedToService || state == WorkOrderState::Cancelled;
}

Text order_state(WorkOrderState state)
{
    switch (state) {
    case WorkOrderState::Planned:
        return Text::OrderPlanned;
    case WorkOrderState::Approved:
        return Text::OrderApproved;
    case WorkOrderState::InProgress:
        return Text::OrderInProgress;
    case WorkOrderState::Inspection:
        return Text::OrderInspection;
    case WorkOrderState::ReturnedToService:
        return Text::OrderReturned;
    case WorkOrderState::Deferred:
        return Text::OrderDeferred;
    case WorkOrderState::Cancelled:
        return Text::OrderCancelled;
    }
    return Text::OrderPlanned;
}

// Until it begins; from then on for how long it has been waiting, and for what.
std::string until_begin(Timestamp begins, bool approved, Timestamp now)
{
    if (begins > now) {
        return tr(Text::MaintenanceIn, format_duration((begins - now).count()));
    }
    return tr(
        approved ? Text::MaintenanceNotBegun : Text::MaintenanceNotApproved, format_duration((now - begins).count()));
}

void add_order(MaintenanceRows& rows, const State& state, const WorkOrder& order, Timestamp now)
{
    MaintenanceRow row;
    row.what = order.title.empty() ? order.id.text : order.id.text + "  " + order.title;
    row.asset = asset_name(state, order.asset);
    row.state = order.interval ? tr(Text::OrderMade, tr(order_state(order.state)), tr(interval_words(*order.interval)))
                               : std::string(tr(order_state(order.state)));
    row.order = order.id;
    row.approved = order.state != WorkOrderState::Planned;
    row.at = order.planned_end;
    row.ends = order.planned_end;
    const bool running = order.state == WorkOrderState::InProgress || order.state == WorkOrderState::Inspection;
    const bool late = order.planned_end < now;
    row.severity = late ? Severity::Major : Severity::Maintenance;
    row.when = late ? tr(Text::MaintenanceLate, format_duration((now - order.planned_end).count()))
        : running   ? tr(Text::MaintenanceUntil, format_duration((order.planned_end - now).count()))
                    : until_begin(order.planned_start, order.state == WorkOrderState::Approved, now);
    (running ? rows.under_way : late ? rows.overdue : rows.due).push_back(std::move(row));
}

void add_asset(MaintenanceRows& rows, const Asset& asset, Timestamp now)
{
    const auto due = maintenance_due_at(asset);
    if (!due || *due > now + kDueReach) {
        return;
    }
    const std::int64_t days = days_overdue(*due, now);
    MaintenanceRow row;
    row.due = asset.id;
    row.what = tr(Text::MaintenanceOf, asset.name.empty() ? asset.id.text : asset.name);
    row.due = asset.id;
    row.asset = asset.name.empty() ? asset.id.text : asset.name;
    row.at = *due;
    row.severity = days > 0 ? Severity::Major : Severity::Normal;
    row.state = tr(days > 0 ? Text::MaintenanceOverdue : Text::MaintenanceDue);
    row.when = days > 0 ? tr(Text::MaintenanceDaysLate, std::to_string(days))
        : *due <= now   ? std::string(tr(Text::MaintenanceToday))
                        : tr(Text::MaintenanceIn, format_duration((*due - now).count()));
    (days > 0 ? rows.overdue : rows.due).push_back(std::move(row));
}

// The assets and services by their names.
std::string concerned(const State& state, const MaintenanceWindow& window)
{
    std::string names;
    for (const AssetId& asset : window.assets) {
        add_words(names, asset_name(state, asset));
    }
    if (!window.services.empty()) {
        add_words(names, service_names(state, window.services));
    }
    if (!window.match.empty()) {
        add_words(names, write_labels(window.match));
    }
    return names;
}

void add_window(MaintenanceRows& rows, const State& state, const MaintenanceWindow& window, Timestamp now)
{
    if (window.state == WindowState::Cancelled || window.to <= now || window.from > now + kDueReach) {
        return;
    }
    MaintenanceRow row;
    row.what = window.title.empty() ? window.id.text : window.id.text + "  " + window.title;
    row.asset = concerned(state, window);
    row.state = tr(window.state == WindowState::Approved ? Text::OrderApproved : Text::OrderPlanned);
    row.window = window.id;
    row.at = window.from;
    row.ends = window.to;
    row.severity = Severity::Maintenance;
    const bool begun = window.from <= now;
    const bool running = begun && window.state == WindowState::Approved;
    row.approved = window.state == WindowState::Approved;
    if (window.state == WindowState::Planned) {
        row.state = tr(Text::WindowPlanned);
    } else if (running) {
        row.state = tr(Text::WindowUnderWay);
    }
    row.when = running ? tr(Text::MaintenanceUntil, format_duration((window.to - now).count()))
                       : until_begin(window.from, row.approved, now);
    (running ? rows.under_way : rows.due).push_back(std::move(row));
}

// Told apart from the work itself, also once that is over, until a second person has looked.
template<typename Work>
void add_confirmation(MaintenanceRows& rows, const Work& work, MaintenanceRow row, Text state, Timestamp now)
{
    if (!work.awaits_confirmation()) {
        return;
    }
    row.what = work.title.empty() ? work.id.text : work.id.text + "  " + work.title;
    row.state = tr(state);
    row.at = *work.alone_at + kConfirmWithin;
    row.ends = row.at;
    const bool late = row.at < now;
    row.severity = late ? Severity::Major : Severity::Normal;
    row.when = late ? tr(Text::MaintenanceLate, format_duration((now - row.at).count()))
                    : tr(Text::MaintenanceIn, format_duration((row.at - now).count()));
    (late ? rows.overdue : rows.due).push_back(std::move(row));
}

bool is_work_of(const WorkOrder& order, const UserId& user)
{
    const bool maintains = order.maintainer == user;
    const bool inspects = order.inspector == user || (order.state == WorkOrderState::Inspection && !maintains);
    return maintains || inspects;
}

ScheduleBar order_bar(const WorkOrder& order)
{
    ScheduleBar bar;
    bar.id = order.id.text;
    bar.title = order.title.empty() ? order.id.text : order.title;
    if (order.interval) {
        bar.title = tr(Text::OrderMade, bar.title, tr(interval_words(*order.interval)));
    }
    bar.begin = order.actual_start.value_or(order.planned_start);
    bar.end = order.actual_end.value_or(std::max(order.planned_end, bar.begin));
    bar.under_way = order.state == WorkOrderState::InProgress || order.state == WorkOrderState::Inspection;
    bar.approved = order.state != WorkOrderState::Planned && order.state != WorkOrderState::Deferred;
    bar.cancelled = order.state == WorkOrderState::Cancelled;
    return bar;
}

ScheduleBar window_bar(const MaintenanceWindow& window, Timestamp now)
{
    ScheduleBar bar;
    bar.id = window.id.text;
    bar.title = window.title.empty() ? window.id.text : window.title;
    bar.begin = window.from;
    bar.end = window.to;
    bar.approved = window.state == WindowState::Approved;
    bar.cancelled = window.state == WindowState::Cancelled;
    bar.under_way = bar.approved && window.from <= now && now < window.to;
    return bar;
}

// "Firmware (Core switch)".
std::string work_words(const State& state, const PlannedWork& work)
{
    std::string where;
    for (const AssetId& asset : work.assets) {
        add_words(where, asset_name(state, asset));
    }
    where = where.empty() ? service_names(state, work.services) : where;
    return work.title + " (" + where + ")";
}

// In every row in which a bar of either stands.
ScheduleConflict marked_conflict(const State& state, const WorkConflict& conflict, const ScheduleModel& model)
{
    ScheduleConflict marked;
    marked.begin = conflict.from;
    marked.end = conflict.to;
    marked.depth = 2;
    marked.titles = { conflict.first.title, conflict.second.title };
    marked.words = work_words(state, conflict.first) + " + " + work_words(state, conflict.second);
    if (!conflict.dependent.empty()) {
        marked.words += ": "
            + tr(Text::ScheduleDepends, service_name(state, conflict.dependent),
                service_name(state, conflict.depends_on));
    }
    for (std::size_t row = 0; row < model.rows.size(); ++row) {
        const std::vector<ScheduleBar>& bars = model.rows[row].bars;
        if (std::any_of(bars.begin(), bars.end(),
                [&](const ScheduleBar& bar) { return bar.id == conflict.first.id || bar.id == conflict.second.id; })) {
            marked.other_rows.push_back(row);
        }
    }
    if (!marked.other_rows.empty()) {
        marked.row = marked.other_rows.front();
        marked.other_rows.erase(marked.other_rows.begin());
    }
    return marked;
}

}

std::string_view order_state_words(WorkOrderState state)
{
    return tr(order_state(state));
}

MaintenanceRows maintenance_rows(const State& state, Timestamp now)
{
    MaintenanceRows rows;
    state.work_orders.for_each([&](const WorkOrderId&, const WorkOrder& order) {
        if (!finished(order.state)) {
            add_order(rows, state, order, now);
        }
        add_confirmation(rows, order, { .asset = asset_name(state, order.asset), .order = order.id },
            Text::WindowEmergencyOpen, now);
    });
    state.assets.for_each([&](const AssetId&, const Asset& asset) { add_asset(rows, asset, now); });
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        add_window(rows, state, window, now);
        add_confirmation(rows, window, { .asset = concerned(state, window), .window = window.id },
            window.emergency ? Text::WindowEmergencyOpen : Text::WindowWidenedOpen, now);
    });
    for (auto* part : { &rows.overdue, &rows.under_way, &rows.due }) {
        sort_stably(*part, [](const MaintenanceRow& a, const MaintenanceRow& b) {
            // What is late comes before what goes well.
            const bool late = a.severity == Severity::Major;
            if (late != (b.severity == Severity::Major)) {
                return late;
            }
            return a.at != b.at ? a.at < b.at : a.what < b.what;
        });
    }
    return rows;
}

MaintenanceRows work_of(const State& state, Timestamp now, const UserId& user)
{
    MaintenanceRows rows = maintenance_rows(state, now);
    const auto is_others = [&](const MaintenanceRow& row) {
        const WorkOrder* order = state.work_orders.find(row.order);
        return order == nullptr || user.empty() || !is_work_of(*order, user);
    };
    for (auto* part : { &rows.overdue, &rows.under_way, &rows.due }) {
        std::erase_if(*part, is_others);
        for (MaintenanceRow& row : *part) {
            const WorkOrder& order = *state.work_orders.find(row.order);
            const auto steps = work_order_moves(order.state);
            row.state = steps.empty() ? row.state
                                      : tr(Text::MyWorkNext, row.state, tr(order_step(order.state, steps.front())));
        }
    }
    return rows;
}

ScheduleModel maintenance_schedule(const State& state, Timestamp now, const SiteZone& zone)
{
    ScheduleModel model;
    model.now = now;
    model.zone = zone;
    std::map<std::string, ScheduleRow> by_asset;
    state.assets.for_each([&](const AssetId& id, const Asset& asset) {
        ScheduleRow& row = by_asset[id.text];
        row.name = asset.name.empty() ? id.text : asset.name;
        row.detail = service_names(state, asset.services);
        if (const auto due = maintenance_due_at(asset)) {
            row.dues.push_back({ std::string(kDuePrefix) + id.text, tr(Text::MaintenanceOf, row.name), *due, false });
        }
    });
    state.work_orders.for_each([&](const WorkOrderId&, const WorkOrder& order) {
        ScheduleRow& row = by_asset[order.asset.text];
        row.name = row.name.empty() ? asset_name(state, order.asset) : row.name;
        row.bars.push_back(order_bar(order));
    });
    std::map<std::string, ScheduleRow> by_service;
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        for (const AssetId& asset : window.assets) {
            by_asset[asset.text].bars.push_back(window_bar(window, now));
        }
        for (const ServiceId& service : window.services) {
            ScheduleRow& row = by_service[service.text];
            row.name = service_name(state, service);
            row.bars.push_back(window_bar(window, now));
        }
    });
    for (auto* part : { &by_asset, &by_service }) {
        for (auto& [id, row] : *part) {
            row.name = row.name.empty() ? id : row.name;
            model.rows.push_back(std::move(row));
        }
    }
    model.conflicts.emplace();
    for (const WorkConflict& conflict : work_conflicts(state, now)) {
        model.conflicts->push_back(marked_conflict(state, conflict, model));
    }
    return model;
}

}
