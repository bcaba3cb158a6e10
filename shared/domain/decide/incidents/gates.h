// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/incidents/lifecycle.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

#include <string>
#include <vector>

namespace watchfloor {

// How long a resolved incident can be reopened, and how long its users have to object before it
// may be closed without their word: business days.
inline constexpr int kReopenBusinessDays = 5;

// Whether a way leads there from the state it is in, whoever may go it and whatever is still missing for it.
bool may_become(const Incident& incident, IncidentState to);

// All that is missing before it can be closed, whoever closes it then.
std::vector<std::string> closure_lacks(const Incident& incident, const MoveIncident& command, const Context& context);

Result<void> check_typed_move(const MoveIncident& command);

// What has to be known before each state: GateNotMet with `missing`, Malformed for times out
// of order, Conflict where the chance has passed. The transition itself was found allowed.
Result<void> check_gate(const Incident& incident, const MoveIncident& command, const Context& context);

}
