// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/gates.h"

#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/formulas/all_clear.h"
#include "shared/domain/formulas/business_calendar.h"
#include "shared/domain/input_text.h"

#include <algorithm>

namespace watchfloor {
namespace {

using Missing = std::vector<std::string>;

void need(Missing& missing, bool given, std::string field)
{
    if (!given) {
        missing.push_back(std::move(field));
    }
}

Result<void> check_milestone(
    const Incident& incident, std::string_view field, const std::optional<Timestamp>& at, const Context& context)
{
    if (!at) {
        return {};
    }
    RETURN_IF_ERROR(check_not_future(field, *at, context));
    if (*at < incident.started_at) {
        return malformed(std::string("Give `")
                             .append(field)
                             .append("` a time after the incident began at ")
                             .append(format_timestamp(incident.started_at))
                             .append("."));
    }
    return {};
}

Result<void> check_order(std::string_view earlier_name, const std::optional<Timestamp>& earlier,
    std::string_view later_name, const std::optional<Timestamp>& later)
{
    if (!earlier || !later || *earlier <= *later) {
        return {};
    }
    return malformed(std::string("Give `")
                         .append(later_name)
                         .append("` a time no earlier than `")
                         .append(earlier_name)
                         .append("`, which is ")
                         .append(format_timestamp(*earlier))
                         .append("."));
}

Result<void> check_milestones(const Incident& incident, const MoveIncident& command, const Context& context)
{
    RETURN_IF_ERROR(check_milestone(incident, "mitigated_at", command.mitigated_at, context));
    RETURN_IF_ERROR(check_milestone(incident, "contained_at", command.contained_at, context));
    RETURN_IF_ERROR(check_milestone(incident, "restored_at", command.restored_at, context));
    RETURN_IF_ERROR(check_order("detected_at", incident.detected_at, "restored_at", command.restored_at));
    const auto mitigated = command.mitigated_at ? command.mitigated_at : incident.mitigated_at;
    const auto contained = command.contained_at ? command.contained_at : incident.contained_at;
    // A service may be restored after a regression: only what is stated now must be in order.
    if (incident.reopen_count == 0) {
        RETURN_IF_ERROR(check_order("mitigated_at", mitigated, "restored_at", command.restored_at));
        RETURN_IF_ERROR(check_order("contained_at", contained, "restored_at", command.restored_at));
    }
    return {};
}

Result<void> triage_gate(const Incident& incident)
{
    Missing missing;
    need(missing, !incident.category.empty(), "category");
    need(missing, names_service(incident), "services");
    return gate_met(std::move(missing), "to triage the incident");
}

Result<void> hold_gate(const MoveIncident& command, const Context& context)
{
    Missing missing;
    need(missing, command.hold_reason.has_value(), "hold_reason");
    need(missing, !is_blank(command.note), "note");
    need(missing, command.resume_review_at.has_value(), "resume_review_at");
    RETURN_IF_ERROR(gate_met(std::move(missing), "to put it on hold (the note names who is awaited)"));
    if (*command.resume_review_at <= context.now) {
        return malformed("Give `resume_review_at` a time to come: then the hold is looked at again.");
    }
    return {};
}

Result<void> mitigation_gate(const MoveIncident& command)
{
    Missing missing;
    need(missing, !is_blank(command.note), "note");
    return gate_met(
        std::move(missing), "to mark it mitigated (the note says by which workaround and how it was checked)");
}

Result<void> resolution_gate(const Incident& incident, const MoveIncident& command)
{
    Missing missing;
    const bool contained = command.contained_at || incident.contained_at;
    need(missing, contained || !incident.security_relevant, "contained_at");
    need(missing, command.evidence_preserved.has_value() || !incident.security_relevant, "evidence_preserved");
    need(missing, !is_blank(command.note), "note");
    need(missing, !is_blank(command.problem_reference), "problem_reference");
    need(missing, !is_blank(command.resolution_code), "resolution_code");
    for (const Task& task : incident.tasks) {
        need(missing, !task.containment || task.state != TaskState::Open, "containment task " + task.id.text);
    }
    return gate_met(std::move(missing), "to resolve it");
}

Timestamp reopen_until(const Incident& incident)
{
    const BusinessCalendar& calendar = default_business_calendar();
    return after_working_time(
        calendar, incident.resolved_at.value_or(incident.logged_at), kReopenBusinessDays * business_day(calendar));
}

Result<void> investigation_gate(const Incident& incident, const MoveIncident& command, const Context& context)
{
    if (incident.state == IncidentState::New || incident.state == IncidentState::Triaged) {
        return {};
    }
    Missing missing;
    need(missing, !is_blank(command.note), "note");
    RETURN_IF_ERROR(gate_met(std::move(missing), "to take it up again (the note says why)"));
    const bool reopens = incident.state == IncidentState::Resolved || incident.state == IncidentState::InReview;
    if (reopens && context.now > reopen_until(incident)) {
        return conflict(incident.id.text + " was resolved more than " + std::to_string(kReopenBusinessDays)
            + " business days ago: log a new incident and link it.");
    }
    return {};
}

// Who answered for the work until it was resolved: its commander, or its owner where nobody commanded then. After a
// handover that is one of two, and the other may close.
bool answered_for(const Incident& incident, const UserId& user)
{
    const DutyHeld* commander = incident.holder_of(Duty::IncidentCommander);
    const bool led_then = commander != nullptr && (!incident.resolved_at || commander->since <= *incident.resolved_at);
    const bool commands = commander != nullptr && commander->user == user;
    return commands || (!led_then && incident.owner == user);
}

Result<void> closure_gate(const Incident& incident, const MoveIncident& command, const Context& context)
{
    if (incident.state == IncidentState::InReview && answered_for(incident, context.actor.user)) {
        return forbidden("Ask another incident manager to close " + incident.id.text
            + ": after a review that takes a second person, and you answered for its resolution.");
    }
    if (incident.state == IncidentState::Resolved && needs_review(incident)) {
        return conflict(incident.id.text + " needs a review before it is closed.");
    }
    Missing missing = closure_lacks(incident, command, context);
    return gate_met(std::move(missing), "to close it");
}

Result<void> cancellation_gate(const MoveIncident& command)
{
    Missing missing;
    need(missing, !is_blank(command.note), "note");
    return gate_met(std::move(missing), "to cancel it (the note gives the reason, or the incident it duplicates)");
}

}

std::vector<std::string> closure_lacks(const Incident& incident, const MoveIncident& command, const Context& context)
{
    Missing missing = incident.fill_later;
    need(missing, !incident.declared(), "stand_down");
    need(missing, all_clear_owed(incident) == nullptr, "all_clear");
    for (const Task& task : incident.tasks) {
        need(missing, task.state != TaskState::Open, "task " + task.id.text);
    }
    const bool confirmed = command.user_confirmed || context.now > reopen_until(incident);
    need(missing, incident.state == IncidentState::InReview || confirmed, "user_confirmed");
    need(missing, incident.state != IncidentState::InReview || !is_blank(command.note), "note");
    return missing;
}

Result<void> check_typed_move(const MoveIncident& command)
{
    RETURN_IF_ERROR(
        check_text(command.note, { .field = "note", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    RETURN_IF_ERROR(check_code(command.resolution_code, "resolution_code"));
    return check_text(command.problem_reference, { .field = "problem_reference", .max_characters = kMaxTitle });
}

Result<void> check_gate(const Incident& incident, const MoveIncident& command, const Context& context)
{
    RETURN_IF_ERROR(check_milestones(incident, command, context));
    switch (*command.to) {
    case IncidentState::Triaged:
        return triage_gate(incident);
    case IncidentState::Investigating:
        return investigation_gate(incident, command, context);
    case IncidentState::OnHold:
        return hold_gate(command, context);
    case IncidentState::Mitigated:
        return mitigation_gate(command);
    case IncidentState::Resolved:
        return resolution_gate(incident, command);
    case IncidentState::Closed:
        return closure_gate(incident, command, context);
    case IncidentState::Cancelled:
        return cancellation_gate(command);
    case IncidentState::New:
    case IncidentState::InReview:
        break;
    }
    return {};
}

}
