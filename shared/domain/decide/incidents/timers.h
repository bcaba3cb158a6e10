// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/incidents/alarms.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

inline constexpr Millis kCommandUncertainAfter = std::chrono::minutes { 10 };
inline constexpr Millis kRatifyWithin = std::chrono::minutes { 30 };
inline constexpr Millis kDecideProposalWithin = std::chrono::minutes { 5 };
inline constexpr Millis kCriticalServiceDownAtMost = std::chrono::minutes { 15 };

// Every deadline of the incident that has not passed into its state yet, due or not.
std::vector<FireTimer> timers_of(const State& state, const Incident& incident);

// Deadlines of the state that have passed at `now` and were not fired yet. Firing is a command,
// keyed by (incident, alarm, clock, cycle): it can happen once.
std::vector<FireTimer> due_timers(const State& state, Timestamp now);

// The earliest deadline after `now`, if any; when to look again.
std::optional<Timestamp> next_deadline(const State& state, Timestamp now);

}
