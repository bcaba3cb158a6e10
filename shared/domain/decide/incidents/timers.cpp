// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/timers.h"

#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/formulas/muting.h"

#include <algorithm>

namespace watchfloor {
namespace {

FireTimer timer(const Incident& incident, Alarm alarm, Timestamp due_at, std::int64_t cycle)
{
    FireTimer fired;
    fired.incident = incident.id;
    fired.alarm = alarm;
    fired.cycle = cycle;
    fired.due_at = due_at;
    return fired;
}

bool was_raised(const Incident& incident, Alarm alarm)
{
    return std::find(incident.alarms.begin(), incident.alarms.end(), alarm) != incident.alarms.end();
}

void add_target_timers(std::vector<FireTimer>& timers, const Incident& incident)
{
    for (const TargetClock& clock : incident.clocks) {
        if (!clock.stopped_at && !clock.paused_at && !clock.breached) {
            timers.push_back(timer(incident, Alarm::TargetBreached, clock.due_at, clock.cycle));
            timers.back().clock = clock.kind;
        }
    }
}

// Only while there is work to command.
void add_command_timer(std::vector<FireTimer>& timers, const State& state, const Incident& incident)
{
    const bool working = incident.state != IncidentState::Resolved && incident.state != IncidentState::InReview;
    const bool commanded = duty_holder(state, incident, Duty::IncidentCommander) != nullptr;
    if (incident.declared() && working && commanded && !incident.command_uncertain) {
        const Timestamp seen = incident.commander_seen_at.value_or(*incident.declared_at);
        timers.push_back(timer(incident, Alarm::CommandUncertain, seen + kCommandUncertainAfter, seen.millis));
    }
}

void add_major_timers(std::vector<FireTimer>& timers, const Incident& incident)
{
    if (incident.declared() && !incident.ratified && !was_raised(incident, Alarm::DeclarationUnratified)) {
        const Timestamp declared = *incident.declared_at;
        timers.push_back(timer(incident, Alarm::DeclarationUnratified, declared + kRatifyWithin, declared.millis));
    }
    if (incident.major == MajorState::Proposed && !was_raised(incident, Alarm::ProposalUndecided)) {
        const Timestamp proposed = *incident.proposed_at;
        timers.push_back(timer(incident, Alarm::ProposalUndecided, proposed + kDecideProposalWithin, proposed.millis));
    }
}

void add_hold_timer(std::vector<FireTimer>& timers, const Incident& incident)
{
    if (incident.state == IncidentState::OnHold && incident.resume_review_at) {
        const Timestamp review = *incident.resume_review_at;
        timers.push_back(timer(incident, Alarm::HoldEnded, review, review.millis));
    }
}

// High impact on a critical service is its unavailability. What a window approved
// before it began explains counts only from its end.
void add_unavailability_timer(std::vector<FireTimer>& timers, const State& state, const Incident& incident)
{
    const bool mended = incident.state == IncidentState::Mitigated || incident.state == IncidentState::Resolved
        || incident.state == IncidentState::InReview;
    if (incident.major != MajorState::None || mended || incident.impact != Level::High
        || !affects_critical_service(state, incident)) {
        return;
    }
    const auto* window = state.windows.find(window_at(state, incident.services, incident.started_at));
    const Timestamp from = window != nullptr ? window->to : incident.started_at;
    timers.push_back(timer(incident, Alarm::CriticalServiceDown, from + kCriticalServiceDownAtMost, from.millis));
}

}

std::vector<FireTimer> timers_of(const State& state, const Incident& incident)
{
    std::vector<FireTimer> timers;
    if (incident.open()) {
        add_target_timers(timers, incident);
        add_command_timer(timers, state, incident);
        add_major_timers(timers, incident);
        add_hold_timer(timers, incident);
        add_unavailability_timer(timers, state, incident);
    }
    return timers;
}

std::vector<FireTimer> due_timers(const State& state, Timestamp now)
{
    std::vector<FireTimer> due;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        for (FireTimer& candidate : timers_of(state, incident)) {
            if (candidate.due_at <= now) {
                due.push_back(std::move(candidate));
            }
        }
    });
    std::stable_sort(due.begin(), due.end(), [](const FireTimer& a, const FireTimer& b) {
        return a.due_at != b.due_at ? a.due_at < b.due_at : a.incident < b.incident;
    });
    return due;
}

std::optional<Timestamp> next_deadline(const State& state, Timestamp now)
{
    std::optional<Timestamp> next;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        for (const FireTimer& candidate : timers_of(state, incident)) {
            if (candidate.due_at > now) {
                next = std::min(next.value_or(candidate.due_at), candidate.due_at);
            }
        }
    });
    return next;
}

}
