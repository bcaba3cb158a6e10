// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_rows.h"

#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/capacity/capacity_cards.h"
#include "client/views/deadlines.h"
#include "client/views/timeline/timeline_rows.h"
#include "shared/core/sorting.h"
#include "shared/domain/formulas/duty_holder.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

constexpr Millis kChangedReach = std::chrono::hours { 24 };
constexpr std::size_t kMaxCurves = 3;
constexpr int kCurveLines = 2; // they grow where there is room

ClockRow clock_row(const TargetClock& clock, Timestamp now)
{
    ClockRow row;
    row.name = clock_title(clock.kind);
    row.running = !clock.stopped_at && !clock.paused_at;
    const Timestamp until = clock.stopped_at.value_or(clock.paused_at.value_or(now));
    const double elapsed = static_cast<double>((until - clock.started_at).count() - clock.paused_millis);
    row.fraction = clock.target_millis > 0
        ? static_cast<float>(std::clamp(elapsed / static_cast<double>(clock.target_millis), 0.0, 1.0))
        : 0.0F;
    row.overdue = clock.breached || (row.running && clock.due_at < now);
    if (clock.stopped_at) {
        row.text = tr(row.overdue ? Text::ClockMissed : Text::ClockMet);
    } else if (clock.paused_at) {
        row.text = tr(Text::ClockPaused);
    } else {
        const bool late = clock.due_at < now;
        row.text = tr(late ? Text::ClockLate : Text::ClockIn,
            format_duration(late ? (now - clock.due_at).count() : (clock.due_at - now).count()));
    }
    return row;
}

ChangedRow changed_row(const State& state, const Incident& incident, const Change& change)
{
    ChangedRow row;
    row.at = change.at;
    row.kind = tr(change.kind == ChangeKind::Deployment ? Text::KindDeployment : Text::KindChange);
    row.what = change.summary;
    row.where = change.component.empty() ? service_name(state, change.service) : change.component;
    row.touches = concerns(incident, change.service);
    return row;
}

bool may_hide(std::uint16_t lane)
{
    switch (static_cast<FoldLane>(lane)) {
    case FoldLane::Changes:
    case FoldLane::Updates:
    case FoldLane::Capacity:
    case FoldLane::Maintenance:
    case FoldLane::WorkOrders:
        return true;
    case FoldLane::Alerts:
    case FoldLane::Decisions:
    case FoldLane::Entries:
    case FoldLane::States:
    case FoldLane::Duties:
        break;
    }
    return false;
}

// This host's few that say most, where the incident's services have none of their own.
bool stands_in(const ResourceId& id)
{
    return id.text == "host-cpu" || id.text == "host-memory" || id.text == "prom-cpu";
}

// Of the services concerned; last what is measured on this host, which is seldom what failed.
std::vector<const CapacityResource*> curve_resources(const State& state, const Incident& incident)
{
    std::vector<const CapacityResource*> own;
    std::vector<const CapacityResource*> stand_ins;
    state.resources.for_each([&](const ResourceId& id, const CapacityResource& resource) {
        if (concerns(incident, resource.services)) {
            own.push_back(&resource);
        } else if (stands_in(id)) {
            stand_ins.push_back(&resource);
        }
    });
    auto& chosen = own.empty() ? stand_ins : own;
    sort_stably(chosen, [&](const CapacityResource* a, const CapacityResource* b) {
        const bool here = measures_this_host(state, *a);
        return here != measures_this_host(state, *b) ? !here : a->id < b->id;
    });
    chosen.resize(std::min(chosen.size(), kMaxCurves));
    return chosen;
}

void add_curve(TimelineModel& model, const ViewInput& input, const CapacityResource& resource, Timestamp from)
{
    model.curves.push_back(chart_series(
        resource, input.replica.samples().series(resource.id, from, input.as_of(), input.replica.journal())));
    LaneModel curve;
    curve.name = resource.name;
    curve.style = LaneStyle::Curve;
    curve.icon = kIconTachometer;
    curve.rows = kCurveLines;
    curve.curve = model.curves.size() - 1;
    curve.shows_windows = true;
    model.lanes.push_back(std::move(curve));
}

}

std::optional<Timestamp> stood_down_at(const Incident& incident, const IncidentLog& log)
{
    std::optional<Timestamp> at;
    if (incident.major != MajorState::StoodDown) {
        return at;
    }
    for (const Entry& entry : log.entries()) {
        const auto* moved = std::get_if<MajorMoved>(&entry.payload);
        if (moved != nullptr && moved->to == MajorState::StoodDown) {
            at = entry.head.recorded_at;
        }
    }
    return at;
}

Headline incident_headline(const State& state, const Incident& incident, Timestamp now, const SiteZone& zone,
    std::optional<Timestamp> stood_down)
{
    const bool over = incident.major == MajorState::StoodDown;
    const std::string ended = stood_down ? tr(Text::StoodDownAt, site_time(*stood_down, zone).substr(0, 5))
                                         : std::string(tr(Text::StoodDown));
    Headline shown;
    shown.title = incident.title;
    shown.services = service_names(state, incident.services);
    shown.restricted = incident.restricted;
    shown.marks = incident.security_relevant ? "   " + std::string(tr(Text::MarkSecurity)) : std::string();
    shown.mark = rank_of(incident);
    shown.rank = rank_code(shown.mark);
    shown.state = state_text(incident.state);
    shown.since = format_duration(impact_so_far(incident, now).count());
    // What was logged with neither a time nor an alert began at some time before.
    const Text since = incident.started_at == incident.logged_at ? Text::SinceLogged : Text::SinceImpact;
    shown.since_label = impact_goes_on(incident) ? std::string(tr(since))
                                                 : tr(Text::LastedUntil, site_time(ended_at(incident), zone));
    shown.headline = incident.headline;
    shown.severity = shown_severity(incident);
    shown.needs_commander = incident.declared() || incident.major == MajorState::Proposed;
    if ((incident.declared() || over) && incident.declared_at) {
        shown.major
            = tr(Text::MajorDeclaredBy, site_time(*incident.declared_at, zone), user_name(state, incident.declared_by))
            + (over ? ", " + ended : std::string());
    } else if (incident.major == MajorState::Proposed) {
        shown.major = tr(Text::MajorProposed);
    }
    if (const Bridge* bridge = incident.bridge.empty() ? nullptr : state.bridges.find(incident.bridge)) {
        shown.bridge = bridge->name;
    }
    for (const TargetClock& clock : incident.clocks) {
        shown.clocks.push_back(clock_row(clock, now));
        if (clock.kind == ClockKind::NextUpdate && !clock.stopped_at) {
            shown.update_overdue = clock.due_at < now;
            shown.update = tr(shown.update_overdue ? Text::UpdateOverdue : Text::UpdateIn,
                format_duration(shown.update_overdue ? (now - clock.due_at).count() : (clock.due_at - now).count()));
        }
    }
    // What the server waits for stands among the promises once it is late.
    for (const Deadline& deadline : deadlines_of(state, incident, now)) {
        if (deadline.alarm && deadline.at < now) {
            shown.clocks.push_back({ deadline.what, time_left(deadline.at, now), 1, true, true });
        }
    }
    constexpr std::array kAlways { Duty::IncidentCommander, Duty::CommunicationsLead, Duty::OperationsLead,
        Duty::Scribe };
    for (const Duty duty : kAlways) {
        if (duty_holder(state, incident, duty) == nullptr) {
            shown.duties.push_back({ duty, duty_text(duty), {}, {}, {} });
        }
    }
    for (const DutyHeld& held : incident.duties) {
        if (!is_active_holder(state, held)) {
            continue;
        }
        // Who took command since then commands.
        const bool done = over && held.duty == Duty::IncidentCommander && (!stood_down || held.since <= *stood_down);
        shown.duties.push_back({ held.duty, duty_text(held.duty),
            user_name(state, held.user) + (done ? ", " + ended : std::string()), site_time(held.since, zone),
            held.offered_to.empty() ? std::string() : user_name(state, held.offered_to) });
    }
    sort_stably(shown.duties, [](const DutyRow& a, const DutyRow& b) { return a.duty < b.duty; });
    return shown;
}

std::vector<ChangedRow> changed_rows(const State& state, const Incident& incident, Timestamp now)
{
    std::vector<ChangedRow> rows;
    const Timestamp from = now - kChangedReach;
    state.changes.for_each([&](const ChangeId&, const Change& change) {
        if (change.at >= from) {
            rows.push_back(changed_row(state, incident, change));
        }
    });
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        if (window.to >= from && window.from <= now && window.state != WindowState::Cancelled) {
            ChangedRow row { window.from, std::string(tr(Text::KindMaintenanceWindow)),
                window.title.empty() ? id.text : window.title, service_names(state, window.services), false };
            if (window.state == WindowState::Planned) {
                row.what = tr(Text::WindowNotApproved, row.what);
            }
            row.touches = concerns(incident, window.services);
            rows.push_back(std::move(row));
        }
    });
    state.work_orders.for_each([&](const WorkOrderId& id, const WorkOrder& order) {
        const Timestamp at = order.actual_start.value_or(order.planned_start);
        const Asset* asset = state.assets.find(order.asset);
        if (at < from || at > now || order.state == WorkOrderState::Cancelled) {
            return;
        }
        ChangedRow row { at, std::string(tr(Text::KindWorkOrder)), order.title.empty() ? id.text : order.title,
            asset != nullptr ? asset->name : order.asset.text, false };
        row.touches = asset != nullptr && concerns(incident, asset->services);
        rows.push_back(std::move(row));
    });
    sort_stably(rows,
        [](const ChangedRow& a, const ChangedRow& b) { return a.touches != b.touches ? a.touches : a.at > b.at; });
    return rows;
}

TimelineModel incident_timeline(const ViewInput& input, const Incident& incident, const IncidentLog& log)
{
    TimelineModel model = timeline_at(input, log.timeline());
    model.partial = !log.timeline_loaded();
    model.lanes = {
        lane_model(FoldLane::Alerts, Text::LaneAlerts, LaneStyle::Bars, kIconBellO),
        lane_model(FoldLane::Changes, Text::LaneChanges, LaneStyle::Notes, kIconCodeFork),
        lane_model(FoldLane::Decisions, Text::LaneDecisions, LaneStyle::Notes, kIconGavel),
        lane_model(FoldLane::Entries, Text::LaneEntries, LaneStyle::Notes, kIconComment),
        lane_model(FoldLane::States, Text::LaneStates, LaneStyle::Notes, kIconFlag),
        lane_model(FoldLane::Duties, Text::LaneDuties, LaneStyle::Bands, kIconUser),
        lane_model(FoldLane::Updates, Text::LaneUpdates, LaneStyle::Diamonds, kIconBullhorn),
    };
    for (LaneModel& one : model.lanes) {
        one.rows = 1;
    }
    model.lanes.front().shows_windows = true;
    model.lanes.front().rows = std::clamp(static_cast<int>(incident.alerts.size()), 1, 4);
    const Timestamp from = std::min(incident.started_at, incident.detected_at) - std::chrono::hours { 1 };
    const std::vector<const CapacityResource*> curves = curve_resources(input.state, incident);
    for (const CapacityResource* resource : curves) {
        if (!measures_this_host(input.state, *resource)) {
            add_curve(model, input, *resource, from);
        }
    }
    // Lanes that most incidents have nothing in appear with their first item.
    model.lanes.push_back(lane_model(FoldLane::Capacity, Text::LaneThresholds, LaneStyle::Notes, kIconTachometer));
    model.lanes.push_back(lane_model(FoldLane::Maintenance, Text::LaneMaintenance, LaneStyle::Hatched, kIconWrench));
    model.lanes.push_back(lane_model(FoldLane::WorkOrders, Text::LaneWorkOrders, LaneStyle::Bars, kIconWrench));
    std::erase_if(model.lanes, [&](const LaneModel& one) {
        return !one.curve && may_hide(one.lane) && !log.timeline().nearest(one.lane, TimeOrder::Occurred, input.now);
    });
    for (const CapacityResource* resource : curves) {
        if (measures_this_host(input.state, *resource)) {
            add_curve(model, input, *resource, from);
        }
    }
    input.state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        if (window.state == WindowState::Approved) {
            model.windows.push_back({ window.from, window.to });
        }
    });
    return model;
}

}
