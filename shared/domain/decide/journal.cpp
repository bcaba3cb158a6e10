// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/journal.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/state.h"

namespace watchfloor {
namespace {

// Nobody signs in by a name that is gone, the last administrator least of all.
Result<void> check_name_unused(const State& state, const EraseText& command)
{
    const User* user = state.users.find(command.account);
    if (user == nullptr || user->disabled || command.name.empty() || user->name != command.name) {
        return {};
    }
    return conflict("Disable or rename account " + user->id.text
        + " first: it is enabled and signs in by the name in entry " + std::to_string(command.seq) + ".");
}

}

Result<Decision> decide_on(const State& state, const EraseText& command, const Context& context)
{
    RETURN_IF_ERROR(
        check_text(command.legal_basis, { .field = "legal_basis", .max_characters = kMaxTitle, .required = true }));
    if (command.seq == 0 || command.seq > state.seq) {
        return not_found("Entry " + std::to_string(command.seq));
    }
    if (command.wordless) {
        return conflict("Entry " + std::to_string(command.seq)
            + " has no text to erase: all it says are facts, which stay. Name the entry that brought the words.");
    }
    RETURN_IF_ERROR(check_name_unused(state, command));
    Decision decision;
    TextErased erased { .erased_seq = command.seq, .legal_basis = command.legal_basis };
    if (const Incident* incident = state.incidents.find(command.incident)) {
        decision.entries.push_back(draft_of(std::move(erased), *incident, context));
    } else {
        // Of an incident that has left the state, what was written counts.
        const std::string subject = command.restricted ? command.incident.text : std::to_string(command.seq);
        decision.entries.push_back(draft_of(std::move(erased), subject, context));
        decision.entries.back().audience = command.restricted ? Audience::Restricted : Audience::Staff;
    }
    decision.keys.push_back({ "erasure", std::to_string(command.seq) });
    return decision;
}

Result<Decision> decide_on(const State& state, const OpenJournal& command, const Context& context)
{
    if (state.seq != 0) {
        return conflict("The journal is open already; it begins only once.");
    }
    RETURN_IF_ERROR(check_text(command.product_version, { .field = "product_version", .max_characters = kMaxName }));
    Decision decision;
    JournalOpened opened { .purpose = command.purpose, .product_version = command.product_version };
    decision.entries.push_back(draft_of(std::move(opened), std::string {}, context));
    return decision;
}

}
