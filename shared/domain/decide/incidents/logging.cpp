// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/logging.h"
#include "shared/domain/decide/incidents/keepers.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/logging.h"
#include "shared/domain/entries/incidents/records.h"
#include "shared/domain/formulas/muting.h"
#include "shared/domain/formulas/priority.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"

#include <algorithm>

namespace watchfloor {
namespace {

using LinkedAlerts = std::vector<const Alert*>;

Result<LinkedAlerts> find_alerts(const State& state, const LogIncident& command, const Context& context)
{
    LinkedAlerts alerts;
    if (!command.alerts.empty() && !is_staff(context.actor)) {
        return forbidden("Describe what you saw instead of naming alerts; the service desk links them.");
    }
    if (command.alerts.size() > kMaxLinkedAlerts) {
        return malformed("Name at most " + std::to_string(kMaxLinkedAlerts) + " alerts; link further ones afterwards.");
    }
    for (const AlertId& id : command.alerts) {
        ASSIGN_OR_RETURN(const Alert* alert, find_free_alert(state, id, IncidentId {}, context));
        if (contains(alerts, alert)) {
            return malformed("Name alert " + id.text + " only once.");
        }
        alerts.push_back(alert);
    }
    return alerts;
}

Result<void> check_typed(const State& state, const LogIncident& command)
{
    RETURN_IF_ERROR(check_text(command.title, { .field = "title", .max_characters = kMaxTitle }));
    RETURN_IF_ERROR(check_code(command.category, "category"));
    RETURN_IF_ERROR(check_text(command.reporter, { .field = "reporter", .max_characters = kMaxName }));
    return check_services(state, command.services);
}

// "DiskFull on db1": the alert's rule and where it fired, where its name does not say that already.
std::string title_of(const Alert& alert)
{
    std::string title = is_blank(alert.name) ? "Alert" : alert.name;
    const Labels words = words_of(alert);
    for (const char* label : { "instance", "host", "source", "resource" }) {
        const auto place = words.find(label);
        if (place != words.end()) {
            title.append(says_words(title, place->second) ? "" : std::string(" on ").append(place->second));
            break;
        }
    }
    std::replace_if(
        title.begin(), title.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return made_printable(title, kMaxTitle);
}

void prefill(Incident& incident, const LogIncident& command, const LinkedAlerts& alerts)
{
    if (incident.title.empty() && !alerts.empty()) {
        incident.title = title_of(*alerts.front());
    }
    for (const Alert* alert : alerts) {
        if (command.services.empty() && alert->service != kUnknownService
            && !contains(incident.services, alert->service)) {
            incident.services.push_back(alert->service);
        }
        if (alert->acknowledged_at) {
            incident.acknowledged_at
                = std::min(incident.acknowledged_at.value_or(*alert->acknowledged_at), *alert->acknowledged_at);
        }
    }
}

// Impact began with the earliest alert; monitoring noticed it then.
Result<void> set_times(
    Incident& incident, const LogIncident& command, const LinkedAlerts& alerts, const Context& context)
{
    Timestamp noticed = context.now;
    for (const Alert* alert : alerts) {
        noticed = std::min(noticed, alert->started_at);
    }
    noticed = std::max(noticed, context.now - kMostPast); // a source may send the year 1 for "unknown"
    incident.logged_at = context.now;
    incident.detected_at = command.detected_at.value_or(std::max(noticed, command.started_at.value_or(noticed)));
    incident.started_at = command.started_at.value_or(std::min(noticed, incident.detected_at));
    // What nobody gave follows from what was given, and is not complained of.
    const char* given = command.started_at && !command.detected_at ? "started_at" : "detected_at";
    RETURN_IF_ERROR(check_past(given, incident.detected_at, context));
    RETURN_IF_ERROR(check_past("started_at", incident.started_at, context));
    if (incident.started_at > incident.detected_at) {
        return malformed("Give `started_at` a time no later than `detected_at`: nothing is detected before it begins.");
    }
    return {};
}

Result<void> number(Incident& incident, const State& state, const LogIncident& command, const Context& context)
{
    if (!command.restricted) {
        incident.id = IncidentId { "INC-" + std::to_string(state.next_incident) };
        return {};
    }
    incident.restricted = true;
    incident.id = IncidentId { "SEC-" + std::to_string(state.next_restricted) };
    incident.members.push_back(context.actor.user);
    return add_keepers(state, incident.members);
}

void judge(Incident& incident, const LogIncident& command, const Context& context)
{
    incident.category = command.category;
    incident.impact = command.impact;
    incident.urgency = command.urgency;
    incident.security_relevant = command.security_relevant;
    incident.personal_data = command.personal_data;
    incident.priority = priority_of(command.impact, command.urgency, command.security_relevant);
    const TargetTerms terms = target_terms(incident);
    incident.clocks = start_clocks(terms, context.now);
    if (incident.acknowledged_at) {
        stop_clock(incident.clocks, ClockKind::Respond, *incident.acknowledged_at, terms);
    }
}

Decision logged(
    const Incident& incident, const LogIncident& command, const LinkedAlerts& alerts, const Context& context)
{
    Decision decision;
    decision.created = incident.id.text;
    Draft first = draft_of(IncidentLogged { .incident = incident }, incident, context);
    first.occurred_at = incident.started_at;
    decision.entries.push_back(std::move(first));
    if (!command.reporter.empty()) {
        decision.entries.push_back(
            draft_of(ReporterNamed { .incident = incident.id, .reporter = command.reporter }, incident, context));
    }
    for (const Alert* alert : alerts) {
        decision.entries.push_back(
            draft_of(AlertLinked { .incident = incident.id, .alert = alert->id }, incident, context));
    }
    propose_by_priority(decision, incident, context);
    return decision;
}

}

Result<Decision> decide_on(const State& state, const LogIncident& command, const Context& context)
{
    RETURN_IF_ERROR(check_typed(state, command));
    ASSIGN_OR_RETURN(const LinkedAlerts alerts, find_alerts(state, command, context));
    if (command.restricted && context.actor.system) {
        return malformed("Let a person log a restricted incident: it needs a first member.");
    }
    Incident incident;
    incident.title = command.title;
    incident.services = command.services;
    RETURN_IF_ERROR(number(incident, state, command, context));
    prefill(incident, command, alerts);
    if (is_blank(incident.title)) {
        return malformed("Fill in `title`: one line that says what is wrong.");
    }
    RETURN_IF_ERROR(set_times(incident, command, alerts, context));
    judge(incident, command, context);
    return logged(incident, command, alerts, context);
}

}
