// SPDX-License-Identifier: Apache-2.0
#include "server/app/drill_rehearsal.h"

#include "shared/domain/apply/apply.h"
#include "shared/domain/decide/decide.h"

namespace watchfloor {
namespace {

Result<void> rehearse_one(State& state, const Command& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Decision decision, decide(state, command, context));
    for (const Draft& draft : decision.entries) {
        Entry entry;
        entry.head.seq = state.seq + 1;
        entry.head.kind = std::string(kind_of(draft.payload));
        entry.head.version = version_of(draft.payload);
        entry.head.recorded_at = context.now;
        entry.head.occurred_at = draft.occurred_at;
        entry.head.subject = draft.subject;
        entry.head.audience = draft.audience;
        entry.payload = draft.payload;
        apply(state, entry);
    }
    return {};
}

}

Result<void> rehearse_drill(const std::vector<Command>& commands, Timestamp now)
{
    Context context;
    context.now = now;
    context.actor.user = UserId { "system" };
    context.actor.system = true;
    State state;
    RETURN_IF_ERROR(rehearse_one(state, OpenJournal { .purpose = JournalPurpose::Drill }, context));
    for (const Command& command : commands) {
        RETURN_IF_ERROR(rehearse_one(state, command, context));
    }
    return {};
}

}
