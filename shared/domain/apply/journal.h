// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/entries/journal.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `apply` alone.
void apply_payload(State& state, const EntryHead& head, const JournalOpened& opened);
void apply_payload(State& state, const EntryHead& head, const TextErased& erased);

}
