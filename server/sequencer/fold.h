// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "shared/domain/state.h"

namespace watchfloor {

// Reads a journal from its first entry and folds it. Fails, naming the entry, where one cannot
// be decoded: a newer schema, or damage that `verify` describes.
Result<State> fold_journal(Store& store, const JournalId& journal);

}
