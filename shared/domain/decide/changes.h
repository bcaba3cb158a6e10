// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/changes.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `decide` alone, once the actor's role was found to allow the act. Pure, and all or nothing.
Result<Decision> decide_on(const State& state, const RecordChange& command, const Context& context);

}
