// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/timeline_fold.h"

#include <algorithm>

namespace watchfloor {
namespace {

ItemKind item_kind(NoteKind kind)
{
    switch (kind) {
    case NoteKind::Observation: return ItemKind::Observation;
    case NoteKind::Hypothesis: return ItemKind::Hypothesis;
    case NoteKind::Decision: return ItemKind::Decision;
    case NoteKind::Action: return ItemKind::Action;
    case NoteKind::Communication: return ItemKind::Communication;
    case NoteKind::StateChange: return ItemKind::StateChange;
    case NoteKind::Evidence: return ItemKind::Evidence;
    case NoteKind::Metric: return ItemKind::Metric;
    case NoteKind::Handover: return ItemKind::Handover;
    }
    return ItemKind::Observation;
}

ItemSeverity state_severity(IncidentState state)
{
    switch (state) {
    case IncidentState::New:
    case IncidentState::Triaged: return ItemSeverity::Minor;
    case IncidentState::Investigating: return ItemSeverity::Major;
    case IncidentState::OnHold:
    case IncidentState::Mitigated: return ItemSeverity::Info;
    case IncidentState::Resolved:
    case IncidentState::InReview:
    case IncidentState::Closed:
    case IncidentState::Cancelled: return ItemSeverity::Normal;
    }
    return ItemSeverity::Normal;
}

std::string duty_name(const DutyMoved& moved)
{
    std::string name = "duty/" + moved.incident.text + "/" + std::string(to_string(moved.duty));
    // Experts are many: each has a bar of their own.
    return moved.duty == Duty::SubjectMatterExpert ? name + "/" + moved.user.text : name;
}

}

ItemSeverity item_severity(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical: return ItemSeverity::Critical;
    case AlertSeverity::Major: return ItemSeverity::Major;
    case AlertSeverity::Minor: return ItemSeverity::Minor;
    case AlertSeverity::Info: return ItemSeverity::Info;
    case AlertSeverity::Unknown: return ItemSeverity::Unknown;
    }
    return ItemSeverity::Unknown;
}

bool TimelineFold::in_scope(const State& after, const std::vector<ServiceId>& services) const
{
    if (scope_.empty()) {
        return true;
    }
    const Incident* incident = after.incidents.find(scope_);
    return incident != nullptr && std::any_of(services.begin(), services.end(), [&](const ServiceId& service) {
        return std::find(incident->services.begin(), incident->services.end(), service) != incident->services.end();
    });
}

bool TimelineFold::in_scope(const State& after, const Alert& alert) const
{
    if (scope_.empty() || alert.incident == scope_) {
        return true;
    }
    const Incident* incident = after.incidents.find(scope_);
    return incident != nullptr
        && std::find(incident->alerts.begin(), incident->alerts.end(), alert.id) != incident->alerts.end();
}

void TimelineFold::put(TimelineColumns& columns, const Entry& entry, FoldLane lane, ItemKind kind,
    ItemSeverity severity, Timestamp begin, Timestamp end, std::uint8_t flags)
{
    TimelineItem item;
    item.seq = entry.head.seq;
    item.begin = begin;
    item.end = std::max(begin, end);
    item.recorded_at = entry.head.recorded_at;
    item.lane = static_cast<std::uint16_t>(lane);
    item.kind = kind;
    item.severity = severity;
    item.flags = static_cast<std::uint8_t>(flags | (exercise_ ? kItemExercise : 0));
    // An item the columns refuse (a time thousands of years away) has no place on an axis; its
    // entry stays in the journal and in every list.
    static_cast<void>(columns.put(item));
}

void TimelineFold::put_alert(TimelineColumns& columns, const State& after, const Entry& entry, const AlertId& id)
{
    const Alert* alert = after.alerts.find(id);
    if (alert == nullptr || !in_scope(after, *alert)) {
        return;
    }
    const auto known = columns.find(alert->opened_seq);
    TimelineItem item;
    item.seq = alert->opened_seq;
    item.begin = alert->started_at;
    item.end = alert->state == AlertState::Resolved ? std::max(alert->started_at, alert->ended_at.value_or(alert->started_at))
                                                    : kOpenEnd;
    item.recorded_at = known ? known->recorded_at : entry.head.recorded_at;
    item.lane = lane_of_alert ? lane_of_alert(*alert) : static_cast<std::uint16_t>(FoldLane::Alerts);
    item.kind = ItemKind::Alert;
    item.severity = item_severity(alert->severity);
    item.flags = static_cast<std::uint8_t>((exercise_ ? kItemExercise : 0) | (alert->muted_by.empty() ? 0 : kItemMuted)
        | (alert->acknowledged_at ? kItemAcknowledged : 0));
    static_cast<void>(columns.put(item));
}

// A window or an order is drawn as it stands now: a new revision takes the old one's place.
void TimelineFold::put_revision(TimelineColumns& columns, const Entry& entry, const std::string& id, const TimelineItem& item)
{
    if (const auto known = revisions_.find(id); known != revisions_.end()) {
        columns.erase(known->second);
    }
    revisions_[id] = entry.head.seq;
    static_cast<void>(columns.put(item));
}

void TimelineFold::begin_open(TimelineColumns& columns, const Entry& entry, const std::string& name, FoldLane lane,
    ItemKind kind, ItemSeverity severity)
{
    end_open(columns, name, entry.head.occurred_at);
    open_[name] = entry.head.seq;
    put(columns, entry, lane, kind, severity, entry.head.occurred_at, kOpenEnd);
}

void TimelineFold::end_open(TimelineColumns& columns, const std::string& name, Timestamp end)
{
    if (const auto open = open_.find(name); open != open_.end()) {
        columns.close(open->second, end);
        open_.erase(open);
    }
}

void TimelineFold::apply(TimelineColumns& columns, const State& after, const Entry& entry)
{
    if (const auto* opened = std::get_if<JournalOpened>(&entry.payload)) {
        exercise_ = opened->purpose == JournalPurpose::Drill;
    } else if (const auto* fired = std::get_if<AlertFired>(&entry.payload)) {
        put_alert(columns, after, entry, fired->alert.id);
    } else if (const auto* changed = std::get_if<AlertChanged>(&entry.payload)) {
        put_alert(columns, after, entry, changed->alert);
    } else if (const auto* resolved = std::get_if<AlertResolved>(&entry.payload)) {
        put_alert(columns, after, entry, resolved->alert);
    } else if (const auto* acknowledged = std::get_if<AlertAcknowledged>(&entry.payload)) {
        put_alert(columns, after, entry, acknowledged->alert);
    } else if (const auto* linked = std::get_if<AlertLinked>(&entry.payload)) {
        put_alert(columns, after, entry, linked->alert);
    } else if (!scope_.empty() && entry.head.subject != scope_.text && entry.head.kind.starts_with("incident.")) {
        return;
    } else {
        fold_incident(columns, entry);
        fold_resource(columns, after, entry);
    }
}

void TimelineFold::fold_incident(TimelineColumns& columns, const Entry& entry)
{
    const Timestamp at = entry.head.occurred_at;
    if (const auto* logged = std::get_if<IncidentLogged>(&entry.payload)) {
        begin_open(columns, entry, "state/" + logged->incident.id.text, FoldLane::States, ItemKind::StateChange,
            state_severity(logged->incident.state));
    } else if (const auto* moved = std::get_if<IncidentMoved>(&entry.payload)) {
        begin_open(columns, entry, "state/" + moved->incident.text, FoldLane::States, ItemKind::StateChange,
            state_severity(moved->to));
        if (moved->to == IncidentState::Closed || moved->to == IncidentState::Cancelled) {
            end_open(columns, "state/" + moved->incident.text, at);
        }
    } else if (const auto* major = std::get_if<MajorMoved>(&entry.payload)) {
        const bool declared = major->to == MajorState::Declared;
        put(columns, entry, FoldLane::States, ItemKind::StateChange,
            declared ? ItemSeverity::Critical : ItemSeverity::Info, at, at);
    } else if (const auto* duty = std::get_if<DutyMoved>(&entry.payload)) {
        if (duty->act == DutyAct::Released) {
            end_open(columns, duty_name(*duty), at);
        } else if (duty->act == DutyAct::Offered) {
            put(columns, entry, FoldLane::Duties, ItemKind::Handover, ItemSeverity::Normal, at, at);
        } else {
            begin_open(columns, entry, duty_name(*duty), FoldLane::Duties, ItemKind::Duty, ItemSeverity::Normal);
        }
    } else if (const auto* note = std::get_if<NoteAdded>(&entry.payload)) {
        put(columns, entry, FoldLane::People, item_kind(note->note_kind), ItemSeverity::Normal, at, at,
            note->late ? kItemLate : std::uint8_t { 0 });
        if (auto corrected = columns.find(note->supersedes); note->supersedes != 0 && corrected) {
            corrected->flags = static_cast<std::uint8_t>(corrected->flags | kItemSuperseded);
            static_cast<void>(columns.put(*corrected));
        }
    } else if (std::get_if<UpdatePublished>(&entry.payload) != nullptr) {
        put(columns, entry, FoldLane::Updates, ItemKind::UpdatePublished, ItemSeverity::Normal, at, at);
    } else if (const auto* raised = std::get_if<AlarmRaised>(&entry.payload)) {
        const bool update = raised->alarm == Alarm::TargetBreached && raised->clock == ClockKind::NextUpdate;
        put(columns, entry, update ? FoldLane::Updates : FoldLane::States,
            update ? ItemKind::UpdatePromised : ItemKind::StateChange, ItemSeverity::Major, raised->due_at, raised->due_at);
    } else if (std::get_if<SeveritySet>(&entry.payload) != nullptr || std::get_if<IncidentAcknowledged>(&entry.payload) != nullptr) {
        put(columns, entry, FoldLane::States, ItemKind::StateChange, ItemSeverity::Info, at, at);
    }
}

void TimelineFold::fold_resource(TimelineColumns& columns, const State& after, const Entry& entry)
{
    TimelineItem item;
    item.seq = entry.head.seq;
    item.recorded_at = entry.head.recorded_at;
    item.flags = exercise_ ? kItemExercise : std::uint8_t { 0 };
    if (const auto* recorded = std::get_if<ChangeRecorded>(&entry.payload)) {
        if (in_scope(after, { recorded->change.service })) {
            put(columns, entry, FoldLane::Changes,
                recorded->change.kind == ChangeKind::Deployment ? ItemKind::Deployment : ItemKind::Change,
                ItemSeverity::Info, recorded->change.at, recorded->change.at);
        }
    } else if (const auto* crossed = std::get_if<CapacityCrossed>(&entry.payload)) {
        const CapacityResource* resource = after.resources.find(crossed->resource);
        if (scope_.empty() || (resource != nullptr && in_scope(after, resource->services))) {
            const bool critical = crossed->to == CapacityLevel::Critical;
            const ItemSeverity severity = crossed->to == CapacityLevel::Normal ? ItemSeverity::Normal
                : critical                                                     ? ItemSeverity::Critical
                                                                               : ItemSeverity::Major;
            put(columns, entry, FoldLane::Thresholds, ItemKind::ThresholdCrossing, severity, entry.head.occurred_at,
                entry.head.occurred_at);
        }
    } else if (const auto* window = std::get_if<WindowSet>(&entry.payload)) {
        if (!scope_.empty() && !in_scope(after, window->window.services)) {
            return;
        }
        item.begin = window->window.from;
        item.end = window->window.to;
        item.lane = static_cast<std::uint16_t>(FoldLane::Windows);
        item.kind = ItemKind::MaintenanceWindow;
        item.severity = ItemSeverity::Maintenance;
        put_revision(columns, entry, window->window.id.text, item);
    } else if (const auto* order = std::get_if<WorkOrderSet>(&entry.payload)) {
        const Asset* asset = after.assets.find(order->order.asset);
        if (!scope_.empty() && (asset == nullptr || !in_scope(after, asset->services))) {
            return;
        }
        item.begin = order->order.actual_start.value_or(order->order.planned_start);
        item.end = std::max(item.begin, order->order.actual_end.value_or(order->order.planned_end));
        item.lane = static_cast<std::uint16_t>(FoldLane::WorkOrders);
        item.kind = ItemKind::WorkOrder;
        item.severity = ItemSeverity::Maintenance;
        put_revision(columns, entry, order->order.id.text, item);
    }
}

}
