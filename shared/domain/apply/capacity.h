// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/capacity.h"
#include "shared/domain/entries/entry.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `apply` alone.
void apply_payload(State& state, const EntryHead& head, const CapacityDefined& defined);
void apply_payload(State& state, const EntryHead& head, const CapacityCrossed& crossed);
void apply_payload(State& state, const EntryHead& head, const CapacityDecided& decided);
void apply_payload(State& state, const EntryHead& head, const CapacityPlanSigned& plan);
void apply_payload(State& state, const EntryHead& head, const SamplesSealed& sealed);

}
