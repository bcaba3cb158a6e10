// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/incidents/alarms.h"
#include "shared/domain/commands/incidents/classification.h"
#include "shared/domain/commands/incidents/duties.h"
#include "shared/domain/commands/incidents/lifecycle.h"
#include "shared/domain/commands/incidents/logging.h"
#include "shared/domain/commands/incidents/major.h"
#include "shared/domain/commands/incidents/records.h"
#include "shared/domain/commands/incidents/tasks.h"
#include "shared/domain/commands/incidents/updates.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `decide` alone, once the actor's role was found to allow the act. Pure, and all or nothing.
Result<Decision> decide_on(const State& state, const LogIncident& command, const Context& context);
Result<Decision> decide_on(const State& state, const AddNote& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveIncident& command, const Context& context);
Result<Decision> decide_on(const State& state, const ClassifyIncident& command, const Context& context);
Result<Decision> decide_on(const State& state, const DecideMajor& command, const Context& context);
Result<Decision> decide_on(const State& state, const MoveDuty& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetTask& command, const Context& context);
Result<Decision> decide_on(const State& state, const PublishUpdate& command, const Context& context);
Result<Decision> decide_on(const State& state, const OfferUpdate& command, const Context& context);
Result<Decision> decide_on(const State& state, const LinkAlert& command, const Context& context);
Result<Decision> decide_on(const State& state, const AddReference& command, const Context& context);
Result<Decision> decide_on(const State& state, const SetMembers& command, const Context& context);
Result<Decision> decide_on(const State& state, const FireTimer& command, const Context& context);

}
