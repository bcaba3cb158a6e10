// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/parts.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>

namespace watchfloor {

namespace {

// The same for what does not exist and for what a restricted incident holds: neither may show through the other.
Error not_to_be_linked(const AlertId& alert)
{
    return { ErrorCode::NotFound, "Alert " + alert.text + " does not exist or cannot be linked; choose another." };
}

bool fits_a_code(char c)
{
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == ' ' || c == '-' || c == '.' || c == '/';
}

}

std::string called(const State& state, const UserId& user)
{
    const User* known = state.users.find(user);
    return known != nullptr && !known->name.empty() ? known->name : "this person";
}

Result<void> check_code(std::string_view code, std::string_view field)
{
    if (code.size() <= kMaxCode && std::all_of(code.begin(), code.end(), fits_a_code)) {
        return {};
    }
    return malformed("Give `" + std::string(field) + "` a code of at most " + std::to_string(kMaxCode)
        + " letters a-z, digits, spaces, \"-\", \".\" and \"/\": it cannot be erased. Write what happened in a note.");
}

Result<const Alert*> find_free_alert(
    const State& state, const AlertId& id, const IncidentId& incident, const Context& context)
{
    const Alert* alert = state.alerts.find(id);
    if (alert == nullptr) {
        return not_to_be_linked(id);
    }
    RETURN_IF_ERROR(check_alert_free(state, *alert, incident, context));
    return alert;
}

Result<void> check_alert_free(
    const State& state, const Alert& alert, const IncidentId& incident, const Context& context)
{
    const Incident* holder = alert.incident.empty() ? nullptr : state.incidents.find(alert.incident);
    if (holder == nullptr || !holder->open()) {
        return {};
    }
    if (holder->id == incident) {
        return conflict("This alert is linked to " + incident.text + " already.");
    }
    if (!may_see(context.actor, *holder)) {
        return not_to_be_linked(alert.id);
    }
    return conflict("This alert belongs to " + holder->id.text + " already: work there, or leave the alert out.");
}

Result<void> check_owner(const State& state, const Incident& incident, const UserId& owner)
{
    ASSIGN_OR_RETURN(const User* user, find_active_user(state, owner, "owner"));
    const Actor as_owner { .user = user->id, .roles = user->roles };
    if (!may_see(as_owner, incident)) {
        return malformed("Choose an owner who may see " + incident.id.text + ".");
    }
    return {};
}

void propose_by_rule(Decision& decision, const Incident& incident, std::string_view criterion, const Context& context)
{
    if (incident.major != MajorState::None) {
        return;
    }
    MajorMoved moved = major_move_of(incident, MajorState::Proposed);
    moved.criterion = std::string("rule: ").append(criterion);
    decision.entries.push_back(draft_of(std::move(moved), incident, context));
}

void propose_by_priority(Decision& decision, const Incident& incident, const Context& context)
{
    if (incident.priority == Priority::P1) {
        propose_by_rule(decision, incident, "priority P1", context);
    }
}

void acknowledge(Decision& decision, Incident& after, const Context& context)
{
    if (after.acknowledged_at || context.actor.system) {
        return;
    }
    after.acknowledged_at = context.now;
    stop_clock(after.clocks, ClockKind::Respond, context.now, target_terms(after));
    IncidentAcknowledged acknowledged { .incident = after.id, .acknowledged_at = context.now, .clocks = after.clocks };
    decision.entries.push_back(draft_of(std::move(acknowledged), after, context));
}

IncidentMoved move_of(const Incident& incident, IncidentState to)
{
    IncidentMoved moved;
    moved.incident = incident.id;
    moved.from = incident.state;
    moved.to = to;
    moved.owner = incident.owner;
    moved.restored_at = incident.restored_at;
    moved.resolved_at = incident.resolved_at;
    moved.resolution_code = incident.resolution_code;
    moved.reopen_count = incident.reopen_count;
    moved.clocks = incident.clocks;
    moved.fill_later = incident.fill_later;
    return moved;
}

MajorMoved major_move_of(const Incident& incident, MajorState to)
{
    MajorMoved moved;
    moved.incident = incident.id;
    moved.from = incident.major;
    moved.to = to;
    moved.criterion = incident.criterion;
    moved.criteria_version = kCriteriaVersion;
    moved.ratified = incident.ratified;
    moved.clocks = incident.clocks;
    moved.fill_later = incident.fill_later;
    return moved;
}

std::vector<std::string> untriaged_fields(const Incident& incident)
{
    std::vector<std::string> fields;
    if (incident.category.empty()) {
        fields.emplace_back("category");
    }
    fields.emplace_back("impact");
    if (incident.personal_data == PersonalData::Unknown) {
        fields.emplace_back("personal_data");
    }
    fields.emplace_back("security_relevant");
    if (!names_service(incident)) {
        fields.emplace_back("services");
    }
    fields.emplace_back("urgency");
    return fields;
}

bool affects_critical_service(const State& state, const Incident& incident)
{
    return std::any_of(incident.services.begin(), incident.services.end(), [&](const ServiceId& id) {
        const Service* service = state.services.find(id);
        return service != nullptr && service->criticality == Criticality::Critical;
    });
}

bool names_service(const Incident& incident)
{
    return std::any_of(incident.services.begin(), incident.services.end(),
        [](const ServiceId& service) { return service != kUnknownService; });
}

bool needs_review(const Incident& incident)
{
    return incident.declared_at.has_value() || incident.priority == Priority::P1 || incident.security_relevant;
}

}
