// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Every rule of the product: who may, from which state, what must be filled in. Pure: the same
// state, command and context give the same decision. On error nothing is to change.
Result<Decision> decide(const State& state, const Command& command, const Context& context);

}
