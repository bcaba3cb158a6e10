// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/entries/walls.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `apply` alone.
void apply_payload(State& state, const EntryHead& head, const WallsSwitched& switched);
void apply_payload(State& state, const EntryHead& head, const WallFitted& fitted);
void apply_payload(State& state, const EntryHead& head, const WallPagesSet& set);

}
