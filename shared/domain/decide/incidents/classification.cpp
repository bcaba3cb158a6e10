// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/classification.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/classification.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/formulas/priority.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"

#include <algorithm>

namespace watchfloor {
namespace {

bool classifies(const ClassifyIncident& command)
{
    return command.category || command.services || command.impact || command.urgency || command.security_relevant
        || command.personal_data;
}

Result<void> check_typed(const State& state, const ClassifyIncident& command)
{
    RETURN_IF_ERROR(
        check_text(command.reason, { .field = "reason", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    if (command.category) {
        RETURN_IF_ERROR(
            check_text(*command.category, { .field = "category", .max_characters = kMaxCode, .required = true }));
        RETURN_IF_ERROR(check_code(*command.category, "category"));
    }
    if (command.services) {
        RETURN_IF_ERROR(check_services(state, *command.services));
    }
    if (command.headline) {
        RETURN_IF_ERROR(check_text(*command.headline, { .field = "headline", .max_characters = kMaxHeadline }));
    }
    return {};
}

// The wall repeats the headline to everybody: it has one voice, while there is a commander.
Result<void> check_headline_author(const State& state, const Incident& incident, const Context& context)
{
    const bool voice = holds_duty(incident, Duty::IncidentCommander, context.actor.user)
        || holds_duty(incident, Duty::Scribe, context.actor.user);
    if (voice || duty_holder(state, incident, Duty::IncidentCommander) == nullptr) {
        return {};
    }
    return forbidden("Ask the commander or the scribe of " + incident.id.text + " to set the headline.");
}

// "Not known yet" is no answer where one is owed.
bool answered(const ClassifyIncident& command, const std::string& field)
{
    return (field == "category" && command.category) || (field == "impact" && command.impact)
        || (field == "personal_data" && command.personal_data && *command.personal_data != PersonalData::Unknown)
        || (field == "security_relevant" && command.security_relevant)
        || (field == "services" && command.services && !command.services->empty())
        || (field == "urgency" && command.urgency);
}

void reclassify(Incident& after, const ClassifyIncident& command)
{
    after.category = command.category.value_or(after.category);
    after.services = command.services.value_or(after.services);
    after.impact = command.impact.value_or(after.impact);
    after.urgency = command.urgency.value_or(after.urgency);
    after.security_relevant = command.security_relevant.value_or(after.security_relevant);
    after.personal_data = command.personal_data.value_or(after.personal_data);
    std::erase_if(after.fill_later, [&](const std::string& field) { return answered(command, field); });
}

// A correction of other fields keeps the priority the incident was given by an earlier matrix.
void reprioritise(Incident& after, const ClassifyIncident& command, const Context& context)
{
    if (!command.impact && !command.urgency && !command.security_relevant) {
        return;
    }
    after.priority = priority_of(after.impact, after.urgency, after.security_relevant);
    const bool running = after.state != IncidentState::Resolved && after.state != IncidentState::InReview;
    if (running && !after.declared()) {
        retarget_clocks(after.clocks, target_terms(after), context.now);
    }
}

IncidentClassified classified(const Incident& after, const ClassifyIncident& command)
{
    IncidentClassified entry;
    entry.incident = after.id;
    entry.category = after.category;
    entry.services = after.services;
    entry.impact = after.impact;
    entry.urgency = after.urgency;
    entry.priority = after.priority;
    entry.matrix_version = kPriorityMatrixVersion;
    entry.security_relevant = after.security_relevant;
    entry.personal_data = after.personal_data;
    entry.clocks = after.clocks;
    entry.fill_later = after.fill_later;
    entry.reason = command.reason;
    return entry;
}

}

Result<Decision> decide_on(const State& state, const ClassifyIncident& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_version(command.version, incident->version, incident->id.text));
    RETURN_IF_ERROR(check_typed(state, command));
    if (!classifies(command) && !command.severity && !command.headline) {
        return malformed("Say what to change: category, services, impact, urgency, security_relevant, personal_data, "
                         "severity or headline.");
    }
    Decision decision;
    Incident after = *incident;
    if (classifies(command)) {
        reclassify(after, command);
        reprioritise(after, command, context);
        if (!sets_nothing(incident, after)) {
            decision.entries.push_back(draft_of(classified(after, command), after, context));
        }
    }
    if (command.severity && command.severity != incident->severity) {
        decision.entries.push_back(
            draft_of(SeveritySet { .incident = after.id, .severity = *command.severity }, after, context));
    }
    if (command.headline) {
        RETURN_IF_ERROR(check_headline_author(state, *incident, context));
        if (*command.headline != incident->headline) {
            decision.entries.push_back(
                draft_of(HeadlineSet { .incident = after.id, .headline = *command.headline }, after, context));
        }
    }
    const bool unresolved = after.state != IncidentState::Resolved && after.state != IncidentState::InReview;
    if (unresolved && incident->priority != Priority::P1) {
        propose_by_priority(decision, after, context);
    }
    return decision;
}

}
