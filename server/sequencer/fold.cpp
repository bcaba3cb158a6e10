// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/fold.h"

#include "shared/domain/apply/apply.h"
#include "shared/wire/entries/entry_codec.h"

namespace watchfloor {

Result<State> fold_journal(Store& store, const JournalId& journal)
{
    return fold_on(store, journal, State {});
}

Result<State> fold_on(Store& store, const JournalId& journal, State state)
{
    const bool from_scratch = state.seq == 0;
    // A room must not lose its console over one damaged entry: what is wrong with it is for the watch over the chain to
    // say, on every screen.
    const ReadLimits limits { .damaged = Damaged::AsStored };
    for (;;) {
        ASSIGN_OR_RETURN(const auto page, store.read_after(journal, state.seq, limits));
        if (page.empty()) {
            return state;
        }
        for (const SealedEntry& sealed : page) {
            auto entry = decode_entry(sealed);
            if (!entry.ok()) {
                return Error { entry.error().code,
                    "Entry " + std::to_string(sealed.seq) + " of journal " + journal.text + ": "
                        + entry.error().message };
            }
            if (!from_scratch && std::holds_alternative<TextErased>(entry.value().payload)) {
                return Error { ErrorCode::Conflict, "A text was erased since." };
            }
            apply(state, entry.value());
        }
    }
}

}
