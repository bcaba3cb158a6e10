// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/incidents.h"

#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decide/incidents/timers.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/formulas/targets.h"

#include <algorithm>

namespace watchfloor {
namespace {

std::string timer_key(const FireTimer& timer)
{
    std::string key = timer.incident.text + " " + std::string(to_string(timer.alarm));
    if (timer.clock) {
        key.append(" ").append(to_string(*timer.clock));
    }
    return key.append(" ").append(std::to_string(timer.cycle));
}

void raise_alarm(Decision& decision, const FireTimer& command, const Incident& incident, const Context& context)
{
    AlarmRaised raised;
    raised.incident = incident.id;
    raised.alarm = command.alarm;
    raised.clock = command.clock;
    raised.cycle = command.cycle;
    raised.due_at = command.due_at;
    Draft draft = draft_of(std::move(raised), incident, context);
    draft.occurred_at = command.due_at;
    decision.entries.push_back(std::move(draft));
}

// Work goes on when the hold was to be looked at again and nobody has.
void end_hold(Decision& decision, const Incident& incident, const Context& context)
{
    IncidentMoved moved = move_of(incident, IncidentState::Investigating);
    resume_resolution(moved.clocks, context.now, target_terms(incident));
    moved.note = "The hold ended at the time set for its review.";
    decision.entries.push_back(draft_of(std::move(moved), incident, context));
}

void draft_timer(
    Decision& decision, const State& state, const FireTimer& command, const Incident& incident, const Context& context)
{
    switch (command.alarm) {
    case Alarm::HoldEnded:
        end_hold(decision, incident, context);
        return;
    case Alarm::CriticalServiceDown:
        propose_by_rule(decision, incident,
            "critical service unavailable for "
                + std::to_string(std::chrono::duration_cast<std::chrono::minutes>(kCriticalServiceDownAtMost).count())
                + " minutes",
            context);
        return;
    case Alarm::TargetBreached:
        raise_alarm(decision, command, incident, context);
        if (command.clock == ClockKind::Resolve && affects_critical_service(state, incident)) {
            propose_by_rule(decision, incident, "resolution target of a critical service missed", context);
        }
        return;
    case Alarm::CommandUncertain:
    case Alarm::DeclarationUnratified:
    case Alarm::ProposalUndecided:
    case Alarm::CommandRegained:
        raise_alarm(decision, command, incident, context);
        return;
    }
}

// That a commander is heard from only the server knows; that it was in doubt, and who commands now, the state.
bool takes_doubt_back(const State& state, const Incident& incident)
{
    return incident.open() && incident.command_uncertain
        && duty_holder(state, incident, Duty::IncidentCommander) != nullptr;
}

}

// A timer may have been overtaken by what people did since it was read.
Result<Decision> decide_on(const State& state, const FireTimer& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_incident(state, command.incident, context));
    const auto timers = timers_of(state, *incident);
    const bool due = std::any_of(timers.begin(), timers.end(), [&](const FireTimer& timer) {
        return timer.alarm == command.alarm && timer.clock == command.clock && timer.cycle == command.cycle
            && timer.due_at <= context.now;
    });
    const bool regained = command.alarm == Alarm::CommandRegained && takes_doubt_back(state, *incident);
    if (!due && !regained) {
        return conflict("This alarm of " + command.incident.text + " is not due (any more).");
    }
    Decision decision;
    draft_timer(decision, state, command, *incident, context);
    decision.keys.push_back({ "timer", timer_key(command) });
    return decision;
}

}
