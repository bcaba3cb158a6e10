// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/sources.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `decide` alone, once the actor's role was found to allow the act. Pure, and all or nothing.
Result<Decision> decide_on(const State& state, const ReportSourceHealth& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetSource& command, const Context& context);

}
