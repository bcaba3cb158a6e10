// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/duties.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/duties.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Experts are many; every other duty has one holder.
bool has_many_holders(Duty duty)
{
    return duty == Duty::SubjectMatterExpert;
}

// Nobody is displaced from what a disabled user left behind: it is vacant.
const DutyHeld* holder(const State& state, const Incident& incident, Duty duty, const UserId& user)
{
    const auto at = std::find_if(incident.duties.begin(), incident.duties.end(), [&](const DutyHeld& held) {
        return held.duty == duty && (!has_many_holders(duty) || held.user == user) && is_active_holder(state, held);
    });
    return at == incident.duties.end() ? nullptr : &*at;
}

// Who directs the work must be one who may declare; the others belong to the room.
Act act_behind(Duty duty)
{
    const bool leads = duty == Duty::IncidentCommander || duty == Duty::Deputy || duty == Duty::OperationsLead;
    return leads ? Act::DeclareMajor : Act::MoveDuty;
}

std::string spoken(Duty duty)
{
    std::string name(to_string(duty));
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

Result<void> check_candidate(const State& state, const Incident& incident, Duty duty, const UserId& user)
{
    ASSIGN_OR_RETURN(const User* candidate, find_active_user(state, user));
    const Act act = act_behind(duty);
    const bool able = std::any_of(
        candidate->roles.begin(), candidate->roles.end(), [&](SystemRole role) { return may(role, act); });
    const std::string name = called(state, user);
    if (!able) {
        return malformed(
            "Choose another " + spoken(duty) + ": " + name + " has none of the roles for it (" + who_may(act) + ").");
    }
    if (!may_see({ .user = candidate->id, .roles = candidate->roles }, incident)) {
        return malformed("Add " + name + " to the members of " + incident.id.text + " first: it is restricted.");
    }
    return {};
}

bool leads_room(const Incident& incident, const Actor& actor)
{
    return actor.has(SystemRole::IncidentManager) || holds_duty(incident, Duty::IncidentCommander, actor.user);
}

Decision moved(const Incident& incident, const MoveDuty& command, DutyAct act, const UserId& user,
    const UserId& displaced, const Context& context)
{
    DutyMoved entry;
    entry.incident = incident.id;
    entry.duty = command.duty;
    entry.act = act;
    entry.user = user;
    entry.displaced = displaced;
    entry.reason = command.reason;
    Decision decision;
    decision.entries.push_back(draft_of(std::move(entry), incident, context));
    return decision;
}

// Whose work is reviewed stays named, so that somebody else closes it: who commanded when it was resolved keeps
// command, unless they are named as its owner as well.
Result<void> check_review(const State& state, const Incident& incident, Duty duty)
{
    const DutyHeld* held = incident.holder_of(duty);
    if (duty != Duty::IncidentCommander || incident.state != IncidentState::InReview || held == nullptr
        || !is_active_holder(state, *held)) {
        return {};
    }
    const bool led_then = !incident.resolved_at || held->since <= *incident.resolved_at;
    if (!led_then || held->user == incident.owner) {
        return {};
    }
    return conflict("Leave command of " + incident.id.text + " with " + called(state, held->user)
        + " until another incident manager has closed it: the review is of their work.");
}

UserId displaced_by(const DutyHeld* held, const UserId& user)
{
    return held != nullptr && held->user != user ? held->user : UserId {};
}

Result<void> require_reason_to_displace(const MoveDuty& command, const DutyHeld* held)
{
    const bool missing = held != nullptr && is_blank(command.reason);
    return gate_met(missing ? std::vector<std::string> { "reason" } : std::vector<std::string> {},
        "to take a duty from its holder, who is told it");
}

Result<Decision> assign(const State& state, const Incident& incident, const MoveDuty& command, const Context& context)
{
    const DutyHeld* held = holder(state, incident, command.duty, command.user);
    const bool vacant_room = duty_holder(state, incident, Duty::IncidentCommander) == nullptr;
    if (!leads_room(incident, context.actor) && !vacant_room) {
        return forbidden("Ask the commander or an incident manager to assign duties on " + incident.id.text + ".");
    }
    RETURN_IF_ERROR(check_candidate(state, incident, command.duty, command.user));
    if (held != nullptr && held->user == command.user) {
        return Decision {}; // it is so already
    }
    RETURN_IF_ERROR(check_review(state, incident, command.duty));
    if (command.duty == Duty::IncidentCommander && held != nullptr) {
        if (!context.actor.has(SystemRole::IncidentManager)) {
            return conflict("Offer command to " + called(state, command.user) + ": it passes when they accept.");
        }
        RETURN_IF_ERROR(require_reason_to_displace(command, held));
    }
    return moved(incident, command, DutyAct::Assigned, command.user, displaced_by(held, command.user), context);
}

Result<Decision> offer(const State& state, const Incident& incident, const MoveDuty& command, const Context& context)
{
    const DutyHeld* held = holder(state, incident, command.duty, context.actor.user);
    if (held == nullptr || held->user != context.actor.user) {
        return forbidden("Only who holds the duty of " + spoken(command.duty) + " can hand it over.");
    }
    if (has_many_holders(command.duty)) {
        return malformed("Let the other expert take the duty: there can be several.");
    }
    RETURN_IF_ERROR(check_candidate(state, incident, command.duty, command.user));
    if (command.user == context.actor.user) {
        return malformed("Offer the duty to somebody else: you hold it.");
    }
    RETURN_IF_ERROR(check_review(state, incident, command.duty));
    return moved(incident, command, DutyAct::Offered, command.user, UserId {}, context);
}

Result<Decision> accept(const State& state, const Incident& incident, const MoveDuty& command, const Context& context)
{
    const DutyHeld* held = incident.holder_of(command.duty);
    if (held == nullptr || context.actor.user.empty() || held->offered_to != context.actor.user) {
        return conflict(
            "The duty of " + spoken(command.duty) + " is not offered to you; ask its holder to offer it, or take it.");
    }
    RETURN_IF_ERROR(check_candidate(state, incident, command.duty, context.actor.user));
    RETURN_IF_ERROR(check_review(state, incident, command.duty));
    return moved(incident, command, DutyAct::Accepted, context.actor.user, held->user, context);
}

// Command is never held by a ghost: deputy, operations lead or incident manager take it at once.
bool may_displace(const Incident& incident, Duty duty, const Actor& actor)
{
    if (leads_room(incident, actor)) {
        return true;
    }
    return duty == Duty::IncidentCommander
        && (holds_duty(incident, Duty::Deputy, actor.user) || holds_duty(incident, Duty::OperationsLead, actor.user));
}

Result<Decision> take(const State& state, const Incident& incident, const MoveDuty& command, const Context& context)
{
    const UserId& user = context.actor.user;
    const DutyHeld* held = holder(state, incident, command.duty, user);
    if (held != nullptr && held->user == user) {
        return conflict("You are " + spoken(command.duty) + " of " + incident.id.text + " already.");
    }
    RETURN_IF_ERROR(check_permission(context.actor, act_behind(command.duty))); // nobody else is chosen here
    RETURN_IF_ERROR(check_candidate(state, incident, command.duty, user));
    if (held != nullptr && !may_displace(incident, command.duty, context.actor)) {
        return forbidden(command.duty == Duty::IncidentCommander
                ? "Ask the deputy, the operations lead or an incident manager to take command, or its holder to offer "
                  "it to you."
                : "Ask " + called(state, held->user) + " to offer you the duty, or the commander to assign it.");
    }
    RETURN_IF_ERROR(check_review(state, incident, command.duty));
    RETURN_IF_ERROR(require_reason_to_displace(command, held));
    return moved(incident, command, DutyAct::Taken, user, displaced_by(held, user), context);
}

// An offer is answered by who was asked, or taken back by who made it; either way its maker keeps the duty, and is
// named by the entry.
const DutyHeld* offer_ended_by(const Incident& incident, const MoveDuty& command, const UserId& actor)
{
    const auto at = std::find_if(incident.duties.begin(), incident.duties.end(), [&](const DutyHeld& held) {
        const bool asked = held.offered_to == actor && (command.user.empty() || command.user == actor);
        const bool taken_back = held.user == actor && !command.user.empty() && held.offered_to == command.user;
        return held.duty == command.duty && !held.offered_to.empty() && (asked || taken_back);
    });
    return at == incident.duties.end() ? nullptr : &*at;
}

Result<Decision> release(const State& state, const Incident& incident, const MoveDuty& command, const Context& context)
{
    if (const DutyHeld* offer = offer_ended_by(incident, command, context.actor.user)) {
        return moved(incident, command, DutyAct::Released, offer->offered_to, offer->user, context);
    }
    const UserId& user = command.user.empty() ? context.actor.user : command.user;
    if (user.empty() || !holds_duty(incident, command.duty, user)) {
        return conflict(called(state, user) + " does not hold the duty of " + spoken(command.duty) + ".");
    }
    if (user != context.actor.user && !leads_room(incident, context.actor)) {
        return forbidden("Ask the commander or an incident manager to relieve " + called(state, user) + ".");
    }
    if (command.duty == Duty::IncidentCommander && incident.declared()) {
        return conflict("Offer command to somebody who accepts it, or stand the major incident down: it is never left "
                        "without a commander.");
    }
    // Whose work is reviewed stays named, so that somebody else closes it.
    if (command.duty == Duty::IncidentCommander && incident.state == IncidentState::InReview) {
        return conflict("Keep command of " + incident.id.text
            + " until another incident manager has closed it: the review is of your work.");
    }
    return moved(incident, command, DutyAct::Released, user, UserId {}, context);
}

}

Result<Decision> decide_on(const State& state, const MoveDuty& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(
        check_text(command.reason, { .field = "reason", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    switch (command.act) {
    case DutyRequest::Assign:
        return assign(state, *incident, command, context);
    case DutyRequest::Offer:
        return offer(state, *incident, command, context);
    case DutyRequest::Accept:
        return accept(state, *incident, command, context);
    case DutyRequest::Take:
        return take(state, *incident, command, context);
    case DutyRequest::Release:
        return release(state, *incident, command, context);
    }
    return malformed("Choose what to do: assign, offer, accept, take or release.");
}

}
