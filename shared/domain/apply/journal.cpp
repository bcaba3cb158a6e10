// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/journal.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead& head, const JournalOpened& opened)
{
    state.journal = head.journal;
    state.purpose = opened.purpose;
}

// The text is gone from the journal; whoever holds a fold of it folds anew (the server resyncs).
void apply_payload(State&, const EntryHead&, const TextErased&) { }

}
