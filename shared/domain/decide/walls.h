// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/walls.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// The entry that says where it hangs; Malformed where no panel is so large, or no room so deep.
Result<WallFitted> fitted_wall(const FitWall& command);

// Called by `decide` alone, once the actor's role was found to allow the act. Pure, and all or nothing.
Result<Decision> decide_on(const State& state, const SwitchWalls& command, const Context& context);
Result<Decision> decide_on(const State& state, const FitWall& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetWallPages& command, const Context& context);

}
