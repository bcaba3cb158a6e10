// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/updates.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/records.h"
#include "shared/domain/entries/incidents/updates.h"
#include "shared/domain/formulas/last_update.h"
#include "shared/domain/formulas/release_note.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"

namespace watchfloor {
namespace {

// During a major one voice speaks: the commander or the communications lead (or their stand-ins).
Result<void> check_voice(const Incident& incident, const Actor& actor)
{
    if (!incident.declared() || actor.has(SystemRole::IncidentManager)) {
        return {};
    }
    for (const Duty duty : { Duty::IncidentCommander, Duty::Deputy, Duty::CommunicationsLead }) {
        if (holds_duty(incident, duty, actor.user)) {
            return {};
        }
    }
    return forbidden("Ask the commander or the communications lead of " + incident.id.text + " to publish updates.");
}

Result<std::string> text_of(const Incident& incident, const PublishUpdate& command)
{
    RETURN_IF_ERROR(
        check_text(command.text, { .field = "text", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    RETURN_IF_ERROR(
        check_text(command.reason, { .field = "reason", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    if (!is_blank(command.text)) {
        return command.text;
    }
    const StatusUpdate* last = last_update(incident, command.audience);
    if (!command.unchanged) {
        return malformed("Write what is known in `text`, or set `unchanged`: \"no change\" is an update.");
    }
    if (last == nullptr) {
        return malformed("Write a first update in `text`: there is none yet that could be unchanged.");
    }
    return last->text;
}

// Four eyes: text to customers or a regulator needs an approver. Approval by a second person is not
// recorded yet, so each release is an emergency release: with a reason, which stands in the
// timeline as a decision to be reviewed. What was released before may be repeated.
Result<void> check_release(const Incident& incident, const PublishUpdate& command, const std::string& text)
{
    const StatusUpdate* last = last_update(incident, command.audience);
    const bool repeats = last != nullptr && last->text == text;
    if (!leaves_the_house(command.audience) || repeats || !is_blank(command.reason)) {
        return {};
    }
    return gate_met({ "reason" }, "to release text to customers or a regulator without a second person");
}

Draft release_note(const Incident& incident, const PublishUpdate& command, const Context& context)
{
    NoteAdded note;
    note.incident = incident.id;
    note.note_kind = NoteKind::Decision;
    note.note = release_words(command.audience) + command.reason;
    return draft_of(std::move(note), incident, context);
}

}

Result<Decision> decide_on(const State& state, const PublishUpdate& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_voice(*incident, context.actor));
    ASSIGN_OR_RETURN(std::string text, text_of(*incident, command));
    RETURN_IF_ERROR(check_release(*incident, command, text));
    UpdatePublished published;
    published.incident = incident->id;
    published.audience = command.audience;
    published.unchanged = command.unchanged;
    published.clocks = incident->clocks;
    const TargetTerms terms = target_terms(*incident);
    const bool resolved = incident->state == IncidentState::Resolved || incident->state == IncidentState::InReview;
    if (terms.update_cadence && !resolved) {
        restart_update_clock(published.clocks, terms, *terms.update_cadence, context.now);
    }
    published.update = std::move(text);
    Decision decision;
    Draft draft = draft_of(std::move(published), *incident, context);
    const bool visible_outside = command.audience == UpdateAudience::Customers;
    draft.audience = visible_outside && !incident->restricted ? Audience::Published : draft.audience;
    decision.entries.push_back(std::move(draft));
    if (leaves_the_house(command.audience) && !is_blank(command.reason)) {
        decision.entries.push_back(release_note(*incident, command, context));
    }
    return decision;
}

}
