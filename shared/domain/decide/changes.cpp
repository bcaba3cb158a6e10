// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/changes.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/input_text.h"

namespace watchfloor {
namespace {

Result<void> check_change(const State& state, const Change& change, const Context& context)
{
    RETURN_IF_ERROR(check_text(change.summary,
        { .field = "summary", .max_characters = kMaxNote, .required = true, .form = TextForm::Paragraphs }));
    RETURN_IF_ERROR(check_text(change.component, { .field = "component", .max_characters = kMaxTitle }));
    RETURN_IF_ERROR(check_link(change.link, "link"));
    if (!change.service.empty()) {
        RETURN_IF_ERROR(check_services(state, { change.service }, "service"));
    }
    if (!change.source.empty()) {
        RETURN_IF_ERROR(find_in(state.sources, change.source, "Source"));
    }
    return check_not_future("at", change.at, context);
}

// People may not claim that a change came from a machine.
void complete(Change& change, const State& state, const Context& context)
{
    change.id = ChangeId { "CHG-" + std::to_string(state.next_change) };
    if (change.service.empty()) {
        change.service = kUnknownService;
    }
    if (change.at == Timestamp {}) {
        change.at = context.now;
    }
    if (!context.actor.system) {
        change.source = SourceId {};
    }
}

}

Result<Decision> decide_on(const State& state, const RecordChange& command, const Context& context)
{
    RETURN_IF_ERROR(check_change(state, command.change, context));
    Change change = command.change;
    complete(change, state, context);
    Decision decision;
    decision.created = change.id.text;
    Draft draft = draft_of(ChangeRecorded { .change = change }, change.id.text, context);
    draft.occurred_at = change.at;
    decision.entries.push_back(std::move(draft));
    return decision;
}

}
