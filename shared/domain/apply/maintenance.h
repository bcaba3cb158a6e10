// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/entries/maintenance.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `apply` alone.
void apply_payload(State& state, const EntryHead& head, const AssetSet& set);
void apply_payload(State& state, const EntryHead& head, const WorkOrderSet& set);
void apply_payload(State& state, const EntryHead& head, const WindowSet& set);

}
