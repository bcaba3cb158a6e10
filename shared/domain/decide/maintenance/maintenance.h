// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/maintenance.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

#include <vector>

namespace watchfloor {

// What a work order in this state can become, by whomever; the usual next step first.
std::vector<WorkOrderState> work_order_moves(WorkOrderState from);

// Called by `decide` alone, once the actor's role was found to allow the act. Pure, and all or nothing.
Result<Decision> decide_on(const State& state, const SetAsset& command, const Context& context);
Result<Decision> decide_on(const State& state, const PlanWorkOrder& command, const Context& context);
Result<Decision> decide_on(const State& state, const ReplanWorkOrder& command, const Context& context);
Result<Decision> decide_on(const State& state, const MakeDueWork& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveWorkOrder& command, const Context& context);
Result<Decision> decide_on(const State& state, const PlanWindow& command, const Context& context);
Result<Decision> decide_on(const State& state, const PlanWindowSeries& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveWindow& command, const Context& context);
Result<Decision> decide_on(const State& state, const RescheduleWindow& command, const Context& context);

}
