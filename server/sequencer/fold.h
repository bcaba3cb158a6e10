// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Reads a journal from its first entry and folds it. Fails, naming the entry, where one cannot
// be decoded: a newer schema, or damage that `verify` describes.
Result<State> fold_journal(Store& store, const JournalId& journal);

// The same from a state of this journal: folds the entries after it. Conflict where one of them
// erased a text, which the given state may still hold.
Result<State> fold_on(Store& store, const JournalId& journal, State state);

}
