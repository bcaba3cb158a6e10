// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entries/entry.h"
#include "shared/domain/numbering.h"
#include "shared/domain/state/alert_change.h"
#include "shared/domain/state/state.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Changes the incident, raises its version, and notes that its commander is alive when the
// entry is theirs.
template<typename Change>
void change_incident(State& state, const EntryHead& head, const IncidentId& id, Change change)
{
    state.incidents.update(id, [&](Incident& incident) {
        incident.id = id;
        change(incident);
        incident.version = static_cast<std::int64_t>(head.seq);
        const DutyHeld* commander = incident.holder_of(Duty::IncidentCommander);
        if (commander != nullptr && commander->user == head.actor) {
            incident.commander_seen_at = head.recorded_at;
            incident.command_uncertain = false;
        }
    });
}

void link_alert(State& state, const AlertId& alert, const IncidentId& incident)
{
    change_alert(state, alert, [&](Alert& linked) { linked.incident = incident; });
}

template<typename Element, typename Same>
void put(std::vector<Element>& elements, Element element, Same same)
{
    const auto at = std::find_if(elements.begin(), elements.end(), same);
    if (at != elements.end()) {
        *at = std::move(element);
    } else {
        elements.push_back(std::move(element));
    }
}

void free_bridge(State& state, const BridgeId& bridge, const IncidentId& incident)
{
    const Bridge* held = state.bridges.find(bridge);
    if (held != nullptr && held->in_use_by == incident) {
        state.bridges.update(bridge, [](Bridge& freed) { freed.in_use_by = IncidentId {}; });
    }
}

template<typename Value>
void assign_if_set(std::optional<Value>& target, const std::optional<Value>& value)
{
    if (value) {
        target = value;
    }
}

}

void apply_payload(State& state, const EntryHead& head, const IncidentLogged& logged)
{
    change_incident(state, head, logged.incident.id, [&](Incident& incident) { incident = logged.incident; });
    auto& next = logged.incident.restricted ? state.next_restricted : state.next_incident;
    next = std::max(next, number_in(logged.incident.id.text) + 1);
    for (const AlertId& alert : logged.incident.alerts) {
        link_alert(state, alert, logged.incident.id);
    }
}

void apply_payload(State& state, const EntryHead& head, const ReporterNamed& named)
{
    change_incident(state, head, named.incident, [](Incident&) {});
}

void apply_payload(State& state, const EntryHead& head, const IncidentAcknowledged& acknowledged)
{
    change_incident(state, head, acknowledged.incident, [&](Incident& incident) {
        incident.acknowledged_at = acknowledged.acknowledged_at;
        incident.clocks = acknowledged.clocks;
    });
}

void apply_payload(State& state, const EntryHead& head, const IncidentMoved& moved)
{
    change_incident(state, head, moved.incident, [&](Incident& incident) {
        incident.state = moved.to;
        incident.owner = moved.owner;
        incident.hold_reason = moved.hold_reason;
        incident.resume_review_at = moved.resume_review_at;
        assign_if_set(incident.acknowledged_at, moved.acknowledged_at);
        assign_if_set(incident.mitigated_at, moved.mitigated_at);
        assign_if_set(incident.contained_at, moved.contained_at);
        incident.restored_at = moved.restored_at;
        incident.resolved_at = moved.resolved_at;
        assign_if_set(incident.closed_at, moved.closed_at);
        incident.resolution_code = moved.resolution_code;
        incident.reopen_count = moved.reopen_count;
        incident.clocks = moved.clocks;
        incident.fill_later = moved.fill_later;
    });
    if (moved.to == IncidentState::Closed || moved.to == IncidentState::Cancelled) {
        free_bridge(state, state.incidents.find(moved.incident)->bridge, moved.incident);
    }
}

void apply_payload(State& state, const EntryHead& head, const IncidentClassified& classified)
{
    change_incident(state, head, classified.incident, [&](Incident& incident) {
        incident.category = classified.category;
        incident.services = classified.services;
        incident.impact = classified.impact;
        incident.urgency = classified.urgency;
        incident.priority = classified.priority;
        incident.security_relevant = classified.security_relevant;
        incident.personal_data = classified.personal_data;
        incident.clocks = classified.clocks;
        incident.fill_later = classified.fill_later;
    });
}

void apply_payload(State& state, const EntryHead& head, const SeveritySet& set)
{
    change_incident(state, head, set.incident, [&](Incident& incident) { incident.severity = set.severity; });
}

void apply_payload(State& state, const EntryHead& head, const HeadlineSet& set)
{
    change_incident(state, head, set.incident, [&](Incident& incident) { incident.headline = set.headline; });
}

void apply_payload(State& state, const EntryHead& head, const MajorMoved& moved)
{
    change_incident(state, head, moved.incident, [&](Incident& incident) {
        incident.major = moved.to;
        incident.alarms.clear();
        incident.ratified = moved.ratified;
        assign_if_set(incident.severity, moved.severity);
        incident.criterion = moved.criterion;
        incident.clocks = moved.clocks;
        incident.fill_later = moved.fill_later;
        if (moved.to == MajorState::Proposed) {
            incident.proposed_at = head.recorded_at;
        }
        if (moved.to == MajorState::Declared && moved.from != MajorState::Declared) {
            incident.declared_at = head.recorded_at;
            incident.declared_by = head.actor;
        }
        if (!moved.bridge.empty()) {
            incident.bridge = moved.bridge;
        }
    });
    if (moved.to == MajorState::Declared && !moved.bridge.empty()) {
        state.bridges.update(moved.bridge, [&](Bridge& bridge) {
            bridge.id = moved.bridge;
            bridge.in_use_by = moved.incident;
        });
    }
    if (moved.to == MajorState::StoodDown) {
        free_bridge(state, state.incidents.find(moved.incident)->bridge, moved.incident);
    }
}

void apply_payload(State& state, const EntryHead& head, const DutyMoved& moved)
{
    change_incident(state, head, moved.incident, [&](Incident& incident) {
        const auto same = [&](const DutyHeld& held) { return held.duty == moved.duty; };
        if (moved.act == DutyAct::Offered) {
            for (DutyHeld& held : incident.duties) {
                if (same(held)) {
                    held.offered_to = moved.user;
                    held.briefing = moved.reason;
                }
            }
            return;
        }
        // Who gives up a duty held it; who is named beside its holder was only asked to take it.
        if (moved.act == DutyAct::Released && !moved.displaced.empty()) {
            for (DutyHeld& held : incident.duties) {
                if (same(held) && held.user == moved.displaced) {
                    held.offered_to = UserId {};
                    held.briefing.clear();
                }
            }
            return;
        }
        if (moved.act == DutyAct::Released) {
            std::erase_if(incident.duties, [&](const DutyHeld& held) { return same(held) && held.user == moved.user; });
            return;
        }
        DutyHeld held;
        held.duty = moved.duty;
        held.user = moved.user;
        held.since = head.recorded_at;
        held.opened_seq = head.seq;
        // Experts are many; every other duty has one holder.
        const bool many = moved.duty == Duty::SubjectMatterExpert;
        put(incident.duties, std::move(held),
            [&](const DutyHeld& other) { return same(other) && (!many || other.user == moved.user); });
        if (moved.duty == Duty::IncidentCommander) {
            incident.commander_seen_at = head.recorded_at;
            incident.command_uncertain = false;
        }
    });
}

void apply_payload(State& state, const EntryHead& head, const TaskSet& set)
{
    change_incident(state, head, set.incident, [&](Incident& incident) {
        put(incident.tasks, set.task, [&](const Task& task) { return task.id == set.task.id; });
    });
}

// The line itself is read from the journal by subject; the state only moves its version.
void apply_payload(State& state, const EntryHead& head, const NoteAdded& added)
{
    change_incident(state, head, added.incident, [](Incident&) {});
}

// One offer of each audience: what is published, declined or offered anew ends the one before.
void end_offer(Incident& incident, UpdateAudience audience)
{
    std::erase_if(incident.offered_updates, [&](const OfferedUpdate& offer) { return offer.audience == audience; });
}

void apply_payload(State& state, const EntryHead& head, const UpdatePublished& published)
{
    change_incident(state, head, published.incident, [&](Incident& incident) {
        incident.clocks = published.clocks;
        StatusUpdate update;
        update.audience = published.audience;
        update.text = published.update;
        update.published_at = head.recorded_at;
        update.published_by = head.actor;
        update.inside = head.audience == Audience::Restricted;
        const bool inside = update.inside;
        put(incident.updates, std::move(update),
            [&](const StatusUpdate& other) { return other.audience == published.audience && other.inside == inside; });
        end_offer(incident, published.audience);
    });
}

void apply_payload(State& state, const EntryHead& head, const UpdateOffered& offered)
{
    change_incident(state, head, offered.incident, [&](Incident& incident) {
        end_offer(incident, offered.audience);
        if (!offered.offered_to.empty()) {
            incident.offered_updates.push_back(
                { offered.audience, offered.update, head.actor, offered.offered_to, head.recorded_at });
        }
    });
}

void apply_payload(State& state, const EntryHead& head, const AlertLinked& linked)
{
    change_incident(state, head, linked.incident, [&](Incident& incident) {
        if (std::find(incident.alerts.begin(), incident.alerts.end(), linked.alert) == incident.alerts.end()) {
            incident.alerts.push_back(linked.alert);
        }
    });
    link_alert(state, linked.alert, linked.incident);
}

void apply_payload(State& state, const EntryHead& head, const ReferenceAdded& added)
{
    change_incident(state, head, added.incident,
        [&](Incident& incident) { incident.external_references.push_back(added.reference); });
}

// Opening publishes nothing. What was written for customers behind closed doors was read by members alone and stays in
// the incident's log. What customers had been told before is still the last they were told, but it has been away since:
// it is kept within, and both are said to customers once somebody publishes them again.
void keep_within(std::vector<StatusUpdate>& updates)
{
    std::erase_if(updates,
        [](const StatusUpdate& update) { return update.inside && update.audience == UpdateAudience::Customers; });
    for (StatusUpdate& update : updates) {
        update.inside = update.inside || update.audience == UpdateAudience::Customers;
    }
}

// Of what customers were told before a restriction the last remains: what was kept within by an opening before counts
// where nothing was published since.
void remember_told(std::vector<StatusUpdate>& updates)
{
    const bool told_since = std::any_of(updates.begin(), updates.end(),
        [](const StatusUpdate& update) { return !update.inside && update.audience == UpdateAudience::Customers; });
    std::erase_if(updates, [&](const StatusUpdate& update) {
        return told_since && update.inside && update.audience == UpdateAudience::Customers;
    });
    for (StatusUpdate& update : updates) {
        update.inside = update.inside && update.audience != UpdateAudience::Customers;
    }
}

void apply_payload(State& state, const EntryHead& head, const MembersSet& set)
{
    change_incident(state, head, set.incident, [&](Incident& incident) {
        if (incident.restricted && !set.restricted) {
            keep_within(incident.updates);
        } else if (!incident.restricted && set.restricted) {
            remember_told(incident.updates);
        }
        incident.restricted = set.restricted;
        incident.members = set.members;
    });
}

void apply_payload(State& state, const EntryHead& head, const AlarmRaised& raised)
{
    change_incident(state, head, raised.incident, [&](Incident& incident) {
        if (raised.alarm == Alarm::CommandUncertain) {
            incident.command_uncertain = true;
        } else if (raised.alarm == Alarm::CommandRegained) {
            incident.command_uncertain = false;
            incident.commander_seen_at = head.recorded_at;
        } else if (raised.alarm != Alarm::TargetBreached) {
            incident.alarms.push_back(raised.alarm);
        }
        for (TargetClock& clock : incident.clocks) {
            if (raised.alarm == Alarm::TargetBreached && raised.clock == clock.kind && raised.cycle == clock.cycle) {
                clock.breached = true;
            }
        }
    });
}

}
