// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// The state as canonical JSON, for /api/v1/state and snapshots. Equal states give equal texts,
// whatever the order in which their contents came.
std::string state_to_wire(const State& state);

// Refuses everything state_to_wire would not write.
Result<State> state_from_wire(std::string_view text);

// SHA-256 of the canonical text.
Digest state_digest(const State& state);

}
