// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands.h"

namespace watchfloor {

// Deadlines of the state that have passed at `now` and were not fired yet. Firing is a command,
// keyed by (incident, alarm, clock, cycle): it can happen once.
std::vector<FireTimer> due_timers(const State& state, Timestamp now);

// The earliest deadline after `now`, if any; when to look again.
std::optional<Timestamp> next_deadline(const State& state, Timestamp now);

}
