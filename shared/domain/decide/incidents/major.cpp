// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/major.h"
#include "shared/core/sorting.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/entry.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/formulas/muting.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"

#include <algorithm>
#include <functional>

namespace watchfloor {
namespace {

constexpr std::string_view kCommandersJudgement = "commander's judgement";

bool is_resolved(const Incident& incident)
{
    return incident.state == IncidentState::Resolved || incident.state == IncidentState::InReview;
}

Result<void> require_reason(const DecideMajor& command, std::string_view purpose)
{
    return gate_met(
        is_blank(command.reason) ? std::vector<std::string> { "reason" } : std::vector<std::string> {}, purpose);
}

// One refusal for whatever keeps it from being had: that a restricted incident uses it does not show.
Result<BridgeId> wanted_bridge(const State& state, const Incident& incident, const BridgeId& wanted)
{
    const Bridge* bridge = state.bridges.find(wanted);
    if (bridge != nullptr && (bridge->in_use_by.empty() || bridge->in_use_by == incident.id)) {
        return wanted;
    }
    return conflict("Bridge " + wanted.text
        + " does not exist or is not free: choose another, or leave it out to get the next free one.");
}

// The bridge named, or the next free one; none where all are taken: a declaration never waits for one.
Result<BridgeId> choose_bridge(const State& state, const Incident& incident, const BridgeId& wanted)
{
    if (!wanted.empty()) {
        return wanted_bridge(state, incident, wanted);
    }
    const Bridge* kept = state.bridges.find(incident.bridge);
    if (kept != nullptr && kept->in_use_by == incident.id) {
        return incident.bridge;
    }
    BridgeId next_free;
    state.bridges.for_each([&](const BridgeId& id, const Bridge& bridge) {
        if (bridge.in_use_by.empty() && (next_free.empty() || id < next_free)) {
            next_free = id;
        }
    });
    return next_free;
}

void move_clocks_to_major(Incident& after, const Context& context)
{
    const TargetTerms terms = target_terms(after);
    resume_resolution(after.clocks, context.now, terms);
    retarget_clocks(after.clocks, terms, context.now);
    restart_update_clock(after.clocks, terms, kFirstUpdate, context.now);
}

// Triage that a declaration skips is filled in later and holds up closure only.
void skip_triage(Incident& after)
{
    if (after.state == IncidentState::New) {
        after.fill_later = untriaged_fields(after);
    }
}

void draft_declaration(Decision& decision, Incident& after, const DecideMajor& command, BridgeId bridge,
    WindowId began_in_window, const Context& context)
{
    MajorMoved moved = major_move_of(after, MajorState::Declared);
    after.major = MajorState::Declared;
    after.severity = command.severity ? command.severity : after.severity;
    skip_triage(after);
    move_clocks_to_major(after, context);
    after.ratified = context.actor.has(SystemRole::IncidentManager);
    moved.severity = after.severity;
    moved.criterion = is_blank(command.criterion) ? std::string(kCommandersJudgement) : command.criterion;
    moved.ratified = after.ratified;
    moved.bridge = std::move(bridge);
    moved.began_in_window = std::move(began_in_window);
    moved.clocks = after.clocks;
    moved.fill_later = after.fill_later;
    moved.reason = command.reason;
    decision.entries.push_back(draft_of(std::move(moved), after, context));
}

void draft_commander(Decision& decision, const State& state, Incident& after, const Context& context)
{
    if (duty_holder(state, after, Duty::IncidentCommander) != nullptr) {
        return;
    }
    DutyMoved moved;
    moved.incident = after.id;
    moved.duty = Duty::IncidentCommander;
    moved.act = DutyAct::Taken;
    moved.user = context.actor.user;
    DutyHeld held;
    held.user = context.actor.user;
    after.duties.push_back(std::move(held));
    decision.entries.push_back(draft_of(std::move(moved), after, context));
}

void draft_investigation(Decision& decision, Incident& after, const Context& context)
{
    if (after.state == IncidentState::Investigating || after.state == IncidentState::Mitigated) {
        return;
    }
    IncidentMoved moved = move_of(after, IncidentState::Investigating);
    if (moved.owner.empty()) {
        moved.owner = context.actor.user;
    }
    decision.entries.push_back(draft_of(std::move(moved), after, context));
}

void draft_alert_links(Decision& decision, const State& state, const Incident& after, const Context& context)
{
    std::vector<AlertId> firing;
    state.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        const bool affected = alert.service != kUnknownService && contains(after.services, alert.service);
        if (alert.state == AlertState::Firing && affected && check_alert_free(state, alert, after.id, context).ok()) {
            firing.push_back(id);
        }
    });
    sort_stably(firing, std::less {});
    firing.resize(std::min(firing.size(), kMaxLinkedAlerts));
    for (const AlertId& alert : firing) {
        decision.entries.push_back(draft_of(AlertLinked { .incident = after.id, .alert = alert }, after, context));
    }
}

Result<Decision> declare(
    const State& state, const Incident& incident, const DecideMajor& command, const Context& context)
{
    if (incident.declared()) {
        return conflict(incident.id.text + " is declared a major incident already; take part, or change its severity.");
    }
    if (is_resolved(incident)) {
        return conflict("Reopen " + incident.id.text + " first: it is resolved.");
    }
    if (!command.severity && !incident.severity) {
        return gate_met({ "severity" }, "to declare a major incident").error();
    }
    ASSIGN_OR_RETURN(BridgeId bridge, choose_bridge(state, incident, command.bridge));
    Decision decision;
    Incident after = incident;
    acknowledge(decision, after, context);
    WindowId window = window_at(state, incident.services, incident.started_at);
    draft_declaration(decision, after, command, std::move(bridge), std::move(window), context);
    draft_commander(decision, state, after, context);
    draft_investigation(decision, after, context);
    draft_alert_links(decision, state, after, context);
    return decision;
}

Result<Decision> propose(const Incident& incident, const DecideMajor& command, const Context& context)
{
    if (incident.major == MajorState::Proposed || incident.declared()) {
        return conflict(incident.id.text + " is " + std::string(to_string(incident.major)) + " already.");
    }
    if (is_resolved(incident)) {
        return conflict("Reopen " + incident.id.text + " first: it is resolved.");
    }
    MajorMoved moved = major_move_of(incident, MajorState::Proposed);
    moved.severity = command.severity;
    moved.criterion = is_blank(command.criterion) ? "proposer's judgement" : command.criterion;
    moved.reason = command.reason;
    Decision decision;
    decision.entries.push_back(draft_of(std::move(moved), incident, context));
    return decision;
}

Result<Decision> reject(const Incident& incident, const DecideMajor& command, const Context& context)
{
    if (incident.major != MajorState::Proposed) {
        return conflict("Nothing is proposed for " + incident.id.text + " that could be rejected.");
    }
    RETURN_IF_ERROR(require_reason(command, "to reject the proposal"));
    MajorMoved moved = major_move_of(incident, MajorState::Rejected);
    moved.reason = command.reason;
    Decision decision;
    decision.entries.push_back(draft_of(std::move(moved), incident, context));
    return decision;
}

// The promises of the priority hold again.
Result<Decision> stand_down(const Incident& incident, const DecideMajor& command, const Context& context)
{
    if (!incident.declared()) {
        return conflict(incident.id.text + " is not declared, so there is nothing to stand down.");
    }
    const bool commands = holds_duty(incident, Duty::IncidentCommander, context.actor.user);
    if (!commands && !context.actor.has(SystemRole::IncidentManager)) {
        return forbidden("Ask the commander or an incident manager to stand " + incident.id.text + " down.");
    }
    RETURN_IF_ERROR(require_reason(command, "to stand it down"));
    Incident after = incident;
    after.major = MajorState::StoodDown;
    const TargetTerms terms = target_terms(after);
    if (!is_resolved(after)) {
        stop_clock(after.clocks, ClockKind::NextUpdate, context.now, terms);
        retarget_clocks(after.clocks, terms, context.now);
    }
    MajorMoved moved = major_move_of(incident, MajorState::StoodDown);
    moved.clocks = after.clocks;
    moved.reason = command.reason;
    Decision decision;
    decision.entries.push_back(draft_of(std::move(moved), incident, context));
    return decision;
}

Result<Decision> ratify(const Incident& incident, const DecideMajor& command, const Context& context)
{
    if (!incident.declared()) {
        return conflict(incident.id.text + " is not declared, so there is nothing to ratify.");
    }
    if (incident.ratified) {
        return conflict("The declaration of " + incident.id.text + " is ratified already.");
    }
    MajorMoved moved = major_move_of(incident, MajorState::Declared);
    moved.ratified = true;
    moved.reason = command.reason;
    Decision decision;
    decision.entries.push_back(draft_of(std::move(moved), incident, context));
    return decision;
}

}

Result<Decision> decide_on(const State& state, const DecideMajor& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_version(command.version, incident->version, incident->id.text));
    RETURN_IF_ERROR(check_code(command.criterion, "criterion"));
    RETURN_IF_ERROR(
        check_text(command.reason, { .field = "reason", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    switch (command.act) {
    case MajorAct::Propose:
        return propose(*incident, command, context);
    case MajorAct::Declare:
        return declare(state, *incident, command, context);
    case MajorAct::Reject:
        return reject(*incident, command, context);
    case MajorAct::StandDown:
        return stand_down(*incident, command, context);
    case MajorAct::Ratify:
        return ratify(*incident, command, context);
    }
    return malformed("Choose what to do: propose, declare, reject, stand_down or ratify.");
}

}
