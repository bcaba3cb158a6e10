// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/subject.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/input_text.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>

namespace watchfloor {

Error malformed(std::string message)
{
    return { ErrorCode::Malformed, std::move(message) };
}
Error forbidden(std::string message)
{
    return { ErrorCode::Forbidden, std::move(message) };
}
Error conflict(std::string message)
{
    return { ErrorCode::Conflict, std::move(message) };
}

Error not_found(std::string what)
{
    return { ErrorCode::NotFound, std::move(what.append(" does not exist; check its id.")) };
}

Result<void> gate_met(std::vector<std::string> missing, std::string_view purpose)
{
    if (missing.empty()) {
        return {};
    }
    std::string message = "Fill in what is missing ";
    message.append(purpose).append(": ");
    for (std::size_t i = 0; i < missing.size(); ++i) {
        message.append(i == 0 ? "" : ", ").append(missing[i]);
    }
    return Error { ErrorCode::GateNotMet, std::move(message.append(".")), std::move(missing) };
}

Result<const Incident*> find_incident(const State& state, const IncidentId& id, const Context& context)
{
    const Incident* incident = state.incidents.find(id);
    if (incident == nullptr || !may_see(context.actor, *incident)) {
        return not_found("Incident " + id.text);
    }
    return incident;
}

Result<const Incident*> find_open_incident(const State& state, const IncidentId& id, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_incident(state, id, context));
    if (!incident->open()) {
        return conflict(id.text + " is " + std::string(to_string(incident->state))
            + " and stays as it is; add a note for what became known later, or log a new incident.");
    }
    return incident;
}

Result<void> check_chosen_id(std::string_view id, bool known)
{
    RETURN_IF_ERROR(check_slug(id, "id"));
    for (const std::string_view prefix : { "INC-", "SEC-", "CHG-", "MW-", "WO-" }) {
        const std::string_view number = id.substr(std::min(prefix.size(), id.size()));
        const bool numbered = id.starts_with(prefix) && !number.empty()
            && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (numbered && !known) {
            return malformed("Choose another `id` than " + std::string(id) + ": numbers after " + std::string(prefix)
                + " are given to what they are for.");
        }
    }
    return {};
}

Result<void> check_version(std::int64_t stated, std::int64_t actual, std::string_view subject)
{
    if (stated == 0 || stated == actual) {
        return {};
    }
    return conflict(std::string(subject)
                        .append(" has changed since you looked at it (version ")
                        .append(std::to_string(stated))
                        .append(", now ")
                        .append(std::to_string(actual))
                        .append("): look again and repeat what still applies."));
}

Result<void> check_not_future(std::string_view field, Timestamp at, const Context& context)
{
    if (at <= context.now + kFutureSlack) {
        return {};
    }
    return malformed(std::string("Give `")
                         .append(field)
                         .append("` a time that has passed: it is ")
                         .append(format_timestamp(at))
                         .append(" and now is ")
                         .append(format_timestamp(context.now))
                         .append("."));
}

Result<void> check_past(std::string_view field, Timestamp at, const Context& context)
{
    RETURN_IF_ERROR(check_not_future(field, at, context));
    if (at >= context.now - kMostPast) {
        return {};
    }
    return malformed(std::string("Give `")
                         .append(field)
                         .append("` a time of the last five years: it is ")
                         .append(format_timestamp(at))
                         .append(" and now is ")
                         .append(format_timestamp(context.now))
                         .append("."));
}

Result<void> check_services(const State& state, const std::vector<ServiceId>& services, std::string_view field)
{
    const std::string named = "`" + std::string(field) + "`";
    for (std::size_t i = 0; i < services.size(); ++i) {
        const ServiceId& service = services[i];
        if (service != kUnknownService && !state.services.contains(service)) {
            return malformed(
                "Choose " + named + " from the register, or add it there first: it knows no " + service.text + ".");
        }
        if (std::find(services.begin(), services.begin() + static_cast<std::ptrdiff_t>(i), service)
            != services.begin() + static_cast<std::ptrdiff_t>(i)) {
            return malformed("Name " + service.text + " only once in " + named + ".");
        }
    }
    return {};
}

Result<const User*> find_active_user(const State& state, const UserId& user, std::string_view field)
{
    const std::string named = "`" + std::string(field) + "`";
    const User* found = state.users.find(user);
    if (found == nullptr) {
        return malformed("Choose " + named + " from the list of people: it knows no " + user.text + ".");
    }
    if (found->disabled) {
        return malformed("Choose somebody else as " + named + ": the account " + user.text + " is disabled.");
    }
    return found;
}

bool holds_duty(const Incident& incident, Duty duty, const UserId& user)
{
    return std::any_of(incident.duties.begin(), incident.duties.end(),
        [&](const DutyHeld& held) { return held.duty == duty && held.user == user; });
}

std::optional<Duty> duty_of(const Incident& incident, const UserId& user)
{
    std::optional<Duty> highest;
    for (const DutyHeld& held : incident.duties) {
        if (!user.empty() && held.user == user) {
            highest = std::min(highest.value_or(held.duty), held.duty);
        }
    }
    return highest;
}

Draft draft_of(Payload payload, std::string subject, const Context& context)
{
    Draft draft;
    draft.payload = std::move(payload);
    draft.subject = std::move(subject);
    draft.occurred_at = context.now;
    return draft;
}

Decision one_entry(Payload payload, const std::string& subject, const Context& context)
{
    Decision decision;
    decision.entries.push_back(draft_of(std::move(payload), subject, context));
    return decision;
}

Draft draft_of(Payload payload, const Incident& incident, const Context& context)
{
    Draft draft = draft_of(std::move(payload), incident.id.text, context);
    draft.audience = incident.restricted ? Audience::Restricted : Audience::Staff;
    draft.duty = duty_of(incident, context.actor.user);
    return draft;
}

}
