// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/capacity.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `decide` alone, once the actor's role was found to allow the act. Pure, and all or nothing.
Result<Decision> decide_on(const State& state, const DefineCapacity& command, const Context& context);
Result<Decision> decide_on(const State& state, const DecideCapacity& command, const Context& context);
Result<Decision> decide_on(const State& state, const SignCapacityPlan& command, const Context& context);
Result<Decision> decide_on(const State& state, const ReportCrossing& command, const Context& context);
Result<Decision> decide_on(const State& state, const SealSamples& command, const Context& context);

}
