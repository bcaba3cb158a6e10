// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline_fold/timeline_items.h"

#include "shared/domain/contains.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/level_severity.h"

#include <algorithm>
#include <type_traits>

namespace watchfloor {
namespace {

using Operations = std::vector<TimelineOperation>;
using Act = TimelineOperation::Act;

TimelineOperation put(const State& before, const EntryHead& head, FoldLane lane, ItemKind kind)
{
    TimelineOperation operation;
    operation.item.seq = head.seq;
    operation.item.begin = head.occurred_at;
    operation.item.end = head.occurred_at;
    operation.item.recorded_at = head.recorded_at;
    operation.item.lane = static_cast<std::uint16_t>(lane);
    operation.item.kind = kind;
    operation.item.flags = before.purpose == JournalPurpose::Drill ? kItemExercise : 0;
    return operation;
}

TimelineOperation of(Act act, std::uint64_t seq)
{
    TimelineOperation operation;
    operation.act = act;
    operation.item.seq = seq;
    return operation;
}

TimelineOperation close(std::uint64_t seq, Timestamp end)
{
    TimelineOperation operation = of(Act::Close, seq);
    operation.end = end;
    return operation;
}

TimelineOperation close_if_open(std::uint64_t seq, Timestamp end)
{
    TimelineOperation operation = close(seq, end);
    operation.if_open = true;
    return operation;
}

TimelineOperation incident_item(
    const State& before, const EntryHead& head, const IncidentId& incident, FoldLane lane, ItemKind kind)
{
    TimelineOperation operation = put(before, head, lane, kind);
    operation.subject.incident = incident;
    return operation;
}

TimelineOperation state_change(
    const State& before, const EntryHead& head, const IncidentId& incident, ItemSeverity severity)
{
    TimelineOperation operation = incident_item(before, head, incident, FoldLane::States, ItemKind::StateChange);
    operation.item.severity = severity;
    return operation;
}

ItemSeverity severity_of_level(CapacityLevel level)
{
    return level == CapacityLevel::Normal ? ItemSeverity::Normal : item_severity(severity_of(level));
}

// Monitoring counts from the first start what lapsed and was heard of again; in between nobody knew that it fires, and
// the picture shows the hole.
Timestamp episode_start(const State& before, const EntryHead& head, const Alert& fired)
{
    const Alert* known = before.alerts.find(fired.id);
    if (known == nullptr || !known->lapsed || !known->ended_at || fired.started_at > *known->ended_at) {
        return fired.started_at;
    }
    const auto& starts = fired.known_starts;
    const auto claimed = std::upper_bound(starts.begin(), starts.end(), *known->ended_at);
    return claimed == starts.end() ? head.recorded_at : std::min(*claimed, head.recorded_at);
}

Operations draw(const State& before, const EntryHead& head, const AlertFired& fired)
{
    TimelineOperation operation = put(before, head, FoldLane::Alerts, ItemKind::Alert);
    operation.item.begin = episode_start(before, head, fired.alert);
    operation.item.end = fired.alert.state == AlertState::Firing
        ? kOpenEnd
        : std::max(operation.item.begin, fired.alert.ended_at.value_or(fired.alert.started_at));
    operation.item.severity = item_severity(fired.alert.severity);
    if (!fired.alert.muted_by.empty()) {
        operation.item.flags |= kItemMuted;
    }
    operation.subject.alert = fired.alert.id;
    operation.subject.incident = fired.alert.incident;
    operation.subject.services = { fired.alert.service };
    return { operation };
}

Operations draw(const State& before, const EntryHead&, const AlertChanged& changed)
{
    const Alert* alert = before.alerts.find(changed.alert);
    if (alert == nullptr) {
        return {};
    }
    TimelineOperation operation = of(Act::Amend, alert->opened_seq);
    operation.severity = item_severity(changed.severity);
    operation.begin = changed.started_at;
    operation.begin_known = alert->started_at;
    (changed.muted_by.empty() ? operation.clear_flags : operation.set_flags) = kItemMuted;
    return { operation };
}

Operations draw(const State& before, const EntryHead&, const AlertResolved& resolved)
{
    const Alert* alert = before.alerts.find(resolved.alert);
    return alert == nullptr ? Operations {} : Operations { close(alert->opened_seq, resolved.ended_at) };
}

Operations draw(const State& before, const EntryHead&, const AlertAcknowledged& acknowledged)
{
    const Alert* alert = before.alerts.find(acknowledged.alert);
    if (alert == nullptr) {
        return {};
    }
    TimelineOperation operation = of(Act::Amend, alert->opened_seq);
    operation.set_flags = kItemAcknowledged;
    return { operation };
}

Operations draw(const State& before, const EntryHead& head, const IncidentLogged& logged)
{
    TimelineOperation operation = state_change(before, head, logged.incident.id, ItemSeverity::Info);
    operation.subject.services = logged.incident.services;
    return { operation };
}

Operations draw(const State& before, const EntryHead& head, const IncidentAcknowledged& acknowledged)
{
    return { state_change(before, head, acknowledged.incident, ItemSeverity::Normal) };
}

// Nobody holds a duty in an incident that is over or stood down.
void end_tenures(Operations& operations, const State& before, const EntryHead& head, const IncidentId& id)
{
    const Incident* incident = before.incidents.find(id);
    if (incident == nullptr) {
        return;
    }
    for (const DutyHeld& held : incident->duties) {
        if (held.opened_seq != 0) {
            operations.push_back(close_if_open(held.opened_seq, head.recorded_at));
        }
    }
}

Operations draw(const State& before, const EntryHead& head, const IncidentMoved& moved)
{
    Operations operations { state_change(before, head, moved.incident, ItemSeverity::Normal) };
    if (moved.to == IncidentState::Closed || moved.to == IncidentState::Cancelled) {
        end_tenures(operations, before, head, moved.incident);
    }
    return operations;
}

Operations draw(const State& before, const EntryHead& head, const IncidentClassified& classified)
{
    return { state_change(before, head, classified.incident, ItemSeverity::Normal) };
}

Operations draw(const State& before, const EntryHead& head, const SeveritySet& set)
{
    const bool high = set.severity == IncidentSeverity::Sev1 || set.severity == IncidentSeverity::Sev2;
    return { state_change(before, head, set.incident, high ? ItemSeverity::Major : ItemSeverity::Minor) };
}

Operations draw(const State& before, const EntryHead& head, const MajorMoved& moved)
{
    const bool declared = moved.to == MajorState::Declared;
    Operations operations { state_change(
        before, head, moved.incident, declared ? ItemSeverity::Critical : ItemSeverity::Info) };
    if (moved.to == MajorState::StoodDown) {
        end_tenures(operations, before, head, moved.incident);
    }
    return operations;
}

Operations draw(const State& before, const EntryHead& head, const AlarmRaised& raised)
{
    const bool relief = raised.alarm == Alarm::CommandRegained;
    return { state_change(before, head, raised.incident, relief ? ItemSeverity::Info : ItemSeverity::Major) };
}

// A tenure lasts until the duty is somebody else's or released; an offer changes nothing yet, nor does declining it.
Operations draw(const State& before, const EntryHead& head, const DutyMoved& moved)
{
    const bool declined = moved.act == DutyAct::Released && !moved.displaced.empty();
    if (moved.act == DutyAct::Offered || declined) {
        return {};
    }
    Operations operations;
    const bool released = moved.act == DutyAct::Released;
    if (const Incident* incident = before.incidents.find(moved.incident)) {
        const bool many = moved.duty == Duty::SubjectMatterExpert;
        for (const DutyHeld& held : incident->duties) {
            const bool ends = held.duty == moved.duty && ((!released && !many) || held.user == moved.user);
            if (ends && held.opened_seq != 0) {
                operations.push_back(close_if_open(held.opened_seq, head.recorded_at));
            }
        }
    }
    if (!released) {
        TimelineOperation tenure = incident_item(before, head, moved.incident, FoldLane::Duties, ItemKind::Duty);
        tenure.item.begin = head.recorded_at;
        tenure.item.end = kOpenEnd;
        operations.push_back(std::move(tenure));
    }
    return operations;
}

Operations draw(const State& before, const EntryHead& head, const TaskSet& set)
{
    return { incident_item(before, head, set.incident, FoldLane::Entries, ItemKind::Action) };
}

Operations draw(const State& before, const EntryHead& head, const NoteAdded& added)
{
    const FoldLane lane = added.note_kind == NoteKind::Decision ? FoldLane::Decisions : FoldLane::Entries;
    TimelineOperation operation = incident_item(before, head, added.incident, lane, item_kind(added.note_kind));
    operation.item.flags |= added.late ? kItemLate : 0;
    Operations operations { std::move(operation) };
    if (added.supersedes != 0) {
        TimelineOperation superseded = of(Act::Amend, added.supersedes);
        superseded.set_flags = kItemSuperseded;
        operations.push_back(std::move(superseded));
    }
    return operations;
}

Operations draw(const State& before, const EntryHead& head, const UpdatePublished& published)
{
    return { incident_item(before, head, published.incident, FoldLane::Updates, ItemKind::UpdatePublished) };
}

Operations draw(const State& before, const EntryHead& head, const ChangeRecorded& recorded)
{
    const bool deployment = recorded.change.kind == ChangeKind::Deployment;
    TimelineOperation operation
        = put(before, head, FoldLane::Changes, deployment ? ItemKind::Deployment : ItemKind::Change);
    operation.item.begin = recorded.change.at;
    operation.item.end = recorded.change.at;
    operation.subject.services = { recorded.change.service };
    return { operation };
}

Operations draw(const State& before, const EntryHead& head, const CapacityCrossed& crossed)
{
    TimelineOperation operation = put(before, head, FoldLane::Capacity, ItemKind::ThresholdCrossing);
    operation.item.severity = severity_of_level(crossed.to);
    if (const CapacityResource* resource = before.resources.find(crossed.resource)) {
        operation.subject.services = resource->services;
    }
    return { operation };
}

// The item of the version before goes; what is cancelled or put off draws nothing.
Operations draw(const State& before, const EntryHead& head, const WindowSet& set)
{
    Operations operations;
    if (const MaintenanceWindow* old = before.windows.find(set.window.id)) {
        operations.push_back(of(Act::Erase, static_cast<std::uint64_t>(old->version)));
    }
    if (set.window.state == WindowState::Cancelled) {
        return operations;
    }
    TimelineOperation operation = put(before, head, FoldLane::Maintenance, ItemKind::MaintenanceWindow);
    operation.item.begin = set.window.from;
    operation.item.end = set.window.to;
    operation.item.severity = ItemSeverity::Maintenance;
    operation.subject.services = set.window.services;
    operation.subject.assets = set.window.assets;
    operations.push_back(std::move(operation));
    return operations;
}

Operations draw(const State& before, const EntryHead& head, const WorkOrderSet& set)
{
    Operations operations;
    const WorkOrder& order = set.order;
    if (const WorkOrder* old = before.work_orders.find(order.id)) {
        operations.push_back(of(Act::Erase, static_cast<std::uint64_t>(old->version)));
    }
    if (order.state == WorkOrderState::Cancelled) {
        return operations;
    }
    TimelineOperation operation = put(before, head, FoldLane::WorkOrders, ItemKind::WorkOrder);
    operation.item.begin = order.actual_start.value_or(order.planned_start);
    const bool under_way = order.actual_start && !order.actual_end;
    operation.item.end = under_way ? kOpenEnd : order.actual_end.value_or(order.planned_end);
    operation.item.severity = ItemSeverity::Maintenance;
    operation.subject.assets = { order.asset };
    if (const Asset* asset = before.assets.find(order.asset)) {
        operation.subject.services = asset->services;
    }
    operations.push_back(std::move(operation));
    return operations;
}

template<typename Payload, typename... Payloads>
inline constexpr bool kIsOneOf = (std::is_same_v<Payload, Payloads> || ...);

// These change nothing that lies on the time axis. A new payload must be drawn or named here.
template<typename Payload>
requires kIsOneOf<Payload, JournalOpened, UserSet, SignedIn, SignedOut, SignInRefused, TokenSet, WallsSwitched,
    ServiceSet, ServiceContactsSet, SourceSet, SourceLost, SourceRegained, BridgeSet, BridgeAccessSet, TextErased,
    ReporterNamed, HeadlineSet, UpdateOffered, AlertLinked, ReferenceAdded, MembersSet, CapacityDefined, SamplesSealed,
    AssetSet, WallFitted, WallPagesSet, CapacityDecided, CapacityPlanSigned>
    Operations draw(const State&, const EntryHead&, const Payload&)
{
    return {};
}

}

ItemKind item_kind(NoteKind kind)
{
    switch (kind) {
    case NoteKind::Observation:
        return ItemKind::Observation;
    case NoteKind::Hypothesis:
        return ItemKind::Hypothesis;
    case NoteKind::Decision:
        return ItemKind::Decision;
    case NoteKind::Action:
        return ItemKind::Action;
    case NoteKind::Communication:
        return ItemKind::Communication;
    case NoteKind::StateChange:
        return ItemKind::StateChange;
    case NoteKind::Evidence:
        return ItemKind::Evidence;
    case NoteKind::Metric:
        return ItemKind::Metric;
    case NoteKind::Handover:
        return ItemKind::Handover;
    }
    return ItemKind::Observation;
}

ItemSeverity item_severity(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical:
        return ItemSeverity::Critical;
    case AlertSeverity::Major:
        return ItemSeverity::Major;
    case AlertSeverity::Minor:
        return ItemSeverity::Minor;
    case AlertSeverity::Info:
        return ItemSeverity::Info;
    case AlertSeverity::Unknown:
        return ItemSeverity::Unknown;
    }
    return ItemSeverity::Unknown;
}

bool concerns_service(const TimelineSubject& subject, const ServiceId& service, const State& state)
{
    const Incident* incident = subject.alert.empty() ? state.incidents.find(subject.incident) : nullptr;
    return contains(incident != nullptr ? incident->services : subject.services, service);
}

std::vector<TimelineOperation> timeline_operations(const State& before, const Entry& entry)
{
    return std::visit([&](const auto& payload) { return draw(before, entry.head, payload); }, entry.payload);
}

TimelineItem amended(TimelineItem item, const TimelineOperation& operation)
{
    if (operation.if_open && !item.open()) {
        return item;
    }
    if (operation.begin && (!operation.begin_known || item.begin == *operation.begin_known)) {
        item.begin = *operation.begin;
    }
    item.severity = operation.severity.value_or(item.severity);
    item.end = std::max(operation.end.value_or(item.end), item.begin);
    item.flags = static_cast<std::uint8_t>((item.flags | operation.set_flags) & ~operation.clear_flags);
    return item;
}

void apply_operation(TimelineColumns& columns, const TimelineOperation& operation)
{
    if (operation.act == TimelineOperation::Act::Erase) {
        columns.erase(operation.item.seq);
        return;
    }
    const auto present
        = operation.act == TimelineOperation::Act::Put ? operation.item : columns.find(operation.item.seq);
    if (present) {
        // Beyond what columns hold (34 years, say) there is nothing to draw.
        [[maybe_unused]] const auto stored = columns.put(amended(*present, operation));
    }
}

}
