// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Folds one entry into the state. Entries come in order of seq; only assigns, never judges.
void apply(State& state, const Entry& entry);

// A place kept for an entry the viewer may not see: moves `seq` on and nothing else.
void apply_stub(State& state, std::uint64_t seq);

}
