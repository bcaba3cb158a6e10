// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/incidents/updates.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/records.h"
#include "shared/domain/entries/incidents/updates.h"
#include "shared/domain/formulas/last_update.h"
#include "shared/domain/formulas/release_note.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>

namespace watchfloor {
namespace {

Result<void> check_voice(const Incident& incident, const Actor& actor)
{
    if (has_voice(incident, actor)) {
        return {};
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

// Four eyes: text to customers or a regulator needs an approver, who releases what another offered them. Without one it
// is an emergency release: with a reason, which stands in the timeline as a decision to be reviewed. What was released
// before may be repeated.
Result<void> check_release(
    const Incident& incident, const PublishUpdate& command, const std::string& text, const UserId& by)
{
    const StatusUpdate* last = last_update(incident, command.audience);
    const bool repeats = last != nullptr && last->text == text;
    if (!leaves_the_house(command.audience) || repeats || !is_blank(command.reason)) {
        return {};
    }
    if (releases_offer(incident, command.audience, text, by)) {
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

// Another person than who offers it, who sees the incident and may speak for it.
Result<void> check_reader(const State& state, const Incident& incident, const UserId& user, const Context& context)
{
    ASSIGN_OR_RETURN(const User* reader, find_active_user(state, user));
    const Actor actor { .user = reader->id, .roles = reader->roles };
    const bool able = std::any_of(
        reader->roles.begin(), reader->roles.end(), [](SystemRole role) { return may(role, Act::PublishUpdate); });
    if (user == context.actor.user) {
        return malformed("Offer it to another person than yourself: two pairs of eyes read it.");
    }
    if (!may_see(actor, incident)) {
        return malformed(
            "Add " + called(state, user) + " to the members of " + incident.id.text + " first: it is restricted.");
    }
    return able && has_voice(incident, actor) ? Result<void> {}
                                              : malformed("Choose another person: " + called(state, user)
                                                  + " may not publish updates of " + incident.id.text + ".");
}

Result<void> check_offer(
    const State& state, const Incident& incident, const OfferUpdate& command, const Context& context)
{
    if (command.user.empty()) {
        const OfferedUpdate* offer = offered_update(incident, command.audience);
        const UserId& me = context.actor.user;
        const bool mine = offer != nullptr && !me.empty() && (offer->offered_by == me || offer->offered_to == me);
        return mine ? Result<void> {} : conflict("Nothing is offered by you or to you that could be ended.");
    }
    if (!leaves_the_house(command.audience)) {
        return malformed("Publish it: what stays in the house needs no second person.");
    }
    if (is_blank(command.text)) {
        return malformed("Write in `text` what is to be released.");
    }
    RETURN_IF_ERROR(
        check_text(command.text, { .field = "text", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    return check_reader(state, incident, command.user, context);
}

}

bool has_voice(const Incident& incident, const Actor& actor)
{
    if (!incident.declared() || actor.has(SystemRole::IncidentManager)) {
        return true;
    }
    const auto held = [&](Duty duty) { return holds_duty(incident, duty, actor.user); };
    return held(Duty::IncidentCommander) || held(Duty::Deputy) || held(Duty::CommunicationsLead);
}

Result<Decision> decide_on(const State& state, const OfferUpdate& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_offer(state, *incident, command, context));
    UpdateOffered offered;
    offered.incident = incident->id;
    offered.audience = command.audience;
    offered.offered_to = command.user;
    offered.update = command.user.empty() ? std::string() : command.text;
    Decision decision;
    decision.entries.push_back(draft_of(std::move(offered), *incident, context));
    return decision;
}

Result<Decision> decide_on(const State& state, const PublishUpdate& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Incident* incident, find_open_incident(state, command.incident, context));
    RETURN_IF_ERROR(check_voice(*incident, context.actor));
    ASSIGN_OR_RETURN(std::string text, text_of(*incident, command));
    RETURN_IF_ERROR(check_release(*incident, command, text, context.actor.user));
    const bool approved = releases_offer(*incident, command.audience, text, context.actor.user);
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
    if (leaves_the_house(command.audience) && !is_blank(command.reason) && !approved) {
        decision.entries.push_back(release_note(*incident, command, context));
    }
    return decision;
}

}
