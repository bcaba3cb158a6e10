// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/lifecycle.h"
#include "shared/domain/decide/incidents/gates.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/lifecycle.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

using Who = unsigned;
constexpr Who kOwner = 1U << 0U;
constexpr Who kCommander = 1U << 1U;
constexpr Who kManager = 1U << 2U;
constexpr Who kDesk = 1U << 3U;
constexpr Who kResolver = 1U << 4U;
constexpr Who kTimer = 1U << 5U;

struct Transition {
    IncidentState from;
    IncidentState to;
    Who who;
};

// ITIL's states and the moves between them. Reopening from review stands beside reopening from resolved, because
// a major enters review in the moment it is resolved; the desk reopens on the reporter's word.
constexpr auto kTransitions = std::to_array<Transition>({
    { IncidentState::New, IncidentState::Triaged, kDesk | kResolver | kManager },
    { IncidentState::New, IncidentState::Investigating, kResolver | kManager },
    { IncidentState::Triaged, IncidentState::Investigating, kResolver | kManager },
    { IncidentState::Investigating, IncidentState::OnHold, kOwner | kManager },
    { IncidentState::OnHold, IncidentState::Investigating, kOwner | kManager | kTimer },
    { IncidentState::Investigating, IncidentState::Mitigated, kOwner | kCommander },
    { IncidentState::Mitigated, IncidentState::Investigating, kOwner | kCommander },
    { IncidentState::Investigating, IncidentState::Resolved, kOwner },
    { IncidentState::Mitigated, IncidentState::Resolved, kOwner },
    { IncidentState::Resolved, IncidentState::Investigating, kDesk | kCommander | kManager },
    { IncidentState::InReview, IncidentState::Investigating, kDesk | kCommander | kManager },
    { IncidentState::Resolved, IncidentState::Closed, kDesk | kManager },
    { IncidentState::InReview, IncidentState::Closed, kManager },
    { IncidentState::New, IncidentState::Cancelled, kManager },
    { IncidentState::Triaged, IncidentState::Cancelled, kManager },
});

const Transition* find_transition(IncidentState from, IncidentState to)
{
    const auto at = std::find_if(kTransitions.begin(), kTransitions.end(),
        [&](const Transition& transition) { return transition.from == from && transition.to == to; });
    return at == kTransitions.end() ? nullptr : &*at;
}

// Of a declared one nothing is promised that is refused.
bool held_up(const Incident& incident, IncidentState to)
{
    return to == IncidentState::OnHold && incident.declared();
}

// As people say it: "in review".
std::string words_of(IncidentState state)
{
    std::string words(to_string(state));
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string reachable_from(const Incident& incident)
{
    std::string names;
    for (const Transition& transition : kTransitions) {
        if (transition.from == incident.state && !held_up(incident, transition.to)) {
            names.append(names.empty() ? "" : ", ").append(words_of(transition.to));
        }
    }
    return names.empty() ? "nothing" : names;
}

Who parts_of(const Incident& incident, const Actor& actor)
{
    Who parts = 0;
    parts |= !actor.user.empty() && incident.owner == actor.user ? kOwner : 0;
    parts |= holds_duty(incident, Duty::IncidentCommander, actor.user) ? kCommander : 0;
    parts |= actor.has(SystemRole::IncidentManager) ? kManager : 0;
    parts |= actor.has(SystemRole::ServiceDesk) ? kDesk : 0;
    parts |= actor.has(SystemRole::Resolver) ? kResolver : 0;
    parts |= actor.system ? kTimer : 0;
    return parts;
}

std::string names_of(Who who)
{
    constexpr auto kNames = std::to_array<std::string_view>(
        { "its owner", "its commander", "an incident manager", "the service desk", "a resolver", "a timer" });
    std::string names;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if ((who >> i & 1U) != 0) {
            names.append(names.empty() ? "" : " or ").append(kNames[i]);
        }
    }
    return names;
}

Result<void> check_who(const Incident& incident, const Transition& transition, const Actor& actor)
{
    const bool commanded = incident.declared() && transition.to == IncidentState::Resolved;
    const Who who = commanded ? kCommander : transition.who;
    if ((parts_of(incident, actor) & who) != 0) {
        return {};
    }
    return forbidden("Ask " + names_of(who) + " to move " + incident.id.text + " to " + words_of(transition.to) + ".");
}

Result<const Transition*> check_transition(const Incident& incident, IncidentState to)
{
    const Transition* transition = find_transition(incident.state, to);
    if (transition == nullptr) {
        return conflict(incident.id.text + " is " + words_of(incident.state) + " and cannot become " + words_of(to)
            + "; from here it can become: " + reachable_from(incident) + ".");
    }
    if (held_up(incident, to)) {
        return conflict("Stand the major incident down first: it is never put on hold while declared.");
    }
    return transition;
}

Result<UserId> new_owner(
    const State& state, const Incident& incident, const MoveIncident& command, const Context& context)
{
    if (!command.owner.empty()) {
        RETURN_IF_ERROR(check_owner(state, incident, command.owner));
        // Whoever answers for what is reviewed stays named, so that somebody else closes it.
        if (*command.to == IncidentState::Resolved && needs_review(incident) && command.owner != incident.owner) {
            return conflict("Resolve " + incident.id.text + " without naming another owner, or let them take it on and"
                + " resolve it: its review asks who answered for the work.");
        }
        return command.owner;
    }
    const bool begins = *command.to == IncidentState::Investigating && incident.owner.empty();
    return begins ? context.actor.user : incident.owner;
}

void copy_milestones(IncidentMoved& moved, const MoveIncident& command)
{
    moved.mitigated_at = command.mitigated_at;
    moved.contained_at = command.contained_at;
    moved.problem_reference = command.problem_reference;
    moved.evidence_preserved = command.evidence_preserved;
    moved.user_confirmed = command.user_confirmed;
    moved.note = command.note;
}

void investigate(IncidentMoved& moved, const Incident& incident, const Context& context)
{
    const TargetTerms terms = target_terms(incident);
    switch (incident.state) {
    case IncidentState::New:
        moved.fill_later = untriaged_fields(incident);
        break;
    case IncidentState::OnHold:
        resume_resolution(moved.clocks, context.now, terms);
        break;
    case IncidentState::Resolved:
    case IncidentState::InReview:
        ++moved.reopen_count;
        moved.resolved_at.reset();
        moved.restored_at.reset();
        moved.resolution_code.clear();
        reopen_clocks(moved.clocks, terms, context.now);
        break;
    case IncidentState::Triaged:
    case IncidentState::Investigating:
    case IncidentState::Mitigated:
    case IncidentState::Closed:
    case IncidentState::Cancelled:
        break;
    }
}

void hold(IncidentMoved& moved, const MoveIncident& command, const Context& context)
{
    moved.hold_reason = command.hold_reason;
    moved.resume_review_at = command.resume_review_at;
    if (pauses_targets(*command.hold_reason)) {
        pause_resolution(moved.clocks, context.now);
    }
}

void resolve(IncidentMoved& moved, const Incident& incident, const MoveIncident& command, const Context& context)
{
    const TargetTerms terms = target_terms(incident);
    moved.resolution_code = command.resolution_code;
    moved.restored_at = command.restored_at;
    moved.resolved_at = context.now;
    stop_clock(moved.clocks, ClockKind::Resolve, *command.restored_at, terms);
    stop_clock(moved.clocks, ClockKind::NextUpdate, context.now, terms);
}

void end(IncidentMoved& moved, const Incident& incident, const Context& context)
{
    moved.closed_at = context.now;
    stop_all_clocks(moved.clocks, context.now, target_terms(incident));
}

void fill_in(IncidentMoved& moved, const Incident& incident, const MoveIncident& command, const Context& context)
{
    copy_milestones(moved, command);
    switch (moved.to) {
    case IncidentState::Investigating:
        investigate(moved, incident, context);
        break;
    case IncidentState::OnHold:
        hold(moved, command, context);
        break;
    case IncidentState::Resolved:
        resolve(moved, incident, command, context);
        break;
    case IncidentState::Closed:
    case IncidentState::Cancelled:
        end(moved, incident, context);
        break;
    case IncidentState::New:
    case IncidentState::Triaged:
    case IncidentState::Mitigated:
    case IncidentState::InReview:
        break;
    }
}

// The review begins by itself, in the moment of resolution.
void begin_review(Decision& decision, const Incident& incident, const IncidentMoved& resolved, const Context& context)
{
    IncidentMoved review = resolved;
    review.from = IncidentState::Resolved;
    review.to = IncidentState::InReview;
    review.acknowledged_at.reset();
    review.note.clear();
    decision.entries.push_back(draft_of(std::move(review), incident, context));
}

// What nobody dates happened as it was told: now, by the server's clock.
MoveIncident dated(MoveIncident command, Timestamp now)
{
    if (command.to == IncidentState::Mitigated) {
        command.mitigated_at = command.mitigated_at.value_or(now);
    } else if (command.to == IncidentState::Resolved) {
        command.restored_at = command.restored_at.value_or(now);
    }
    return command;
}

// Whether it says nothing but the state. What else is said belongs to a move, and would be lost without one.
bool says_where_alone(const MoveIncident& command)
{
    MoveIncident bare;
    bare.incident = command.incident;
    bare.to = command.to;
    bare.version = command.version;
    return same_value(bare, command);
}

Result<Decision> acknowledge_alone(const Incident& incident, const Context& context)
{
    if (incident.acknowledged_at) {
        return conflict(incident.id.text + " was acknowledged at " + format_timestamp(*incident.acknowledged_at)
            + " already; nothing is left to do.");
    }
    Decision decision;
    Incident after = incident;
    acknowledge(decision, after, context);
    return decision;
}

Result<Decision> move(const State& state, const Incident& incident, const MoveIncident& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Transition* transition, check_transition(incident, *command.to));
    RETURN_IF_ERROR(check_who(incident, *transition, context.actor));
    RETURN_IF_ERROR(check_gate(incident, command, context));
    ASSIGN_OR_RETURN(UserId owner, new_owner(state, incident, command, context));

    Decision decision;
    Incident after = incident;
    if (*command.to != IncidentState::Cancelled) {
        acknowledge(decision, after, context);
    }
    IncidentMoved moved = move_of(after, *command.to);
    moved.owner = std::move(owner);
    fill_in(moved, after, command, context);
    Draft draft = draft_of(moved, after, context);
    if (moved.to == IncidentState::Mitigated && command.mitigated_at) {
        draft.occurred_at = *command.mitigated_at;
    }
    decision.entries.push_back(std::move(draft));
    if (moved.to == IncidentState::Resolved && needs_review(incident)) {
        begin_review(decision, after, moved, context);
    }
    return decision;
}

}

bool may_become(const Incident& incident, IncidentState to)
{
    return find_transition(incident.state, to) != nullptr && !held_up(incident, to);
}

Result<Decision> decide_on(const State& state, const MoveIncident& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_version(command.version, incident->version, incident->id.text));
    RETURN_IF_ERROR(check_typed_move(command));
    if (command.to == incident->state && says_where_alone(command)) {
        return Decision {}; // it is so already
    }
    if (command.to) {
        return move(state, *incident, dated(command, context.now), context);
    }
    if (!command.acknowledge) {
        return malformed("Say what to do: set `to` to a state, or `acknowledge` to true.");
    }
    return acknowledge_alone(*incident, context);
}

}
