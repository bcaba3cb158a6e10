// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

inline constexpr Millis kWorkingSetAge = std::chrono::hours { 24 };

// Folds one entry into the state. Entries come in order of seq; only assigns, never judges.
void apply(State& state, const Entry& entry);

// A place kept for an entry the viewer may not see: moves `seq` on and nothing else.
void apply_stub(State& state, std::uint64_t seq);

// Drops closed incidents, resolved alerts, old changes, ended windows and finished work orders
// older than kWorkingSetAge before `now`; they stay in the journal and the read models. A restricted incident stays:
// what it is now decides who sees what was written of it before the restriction.
void trim_working_set(State& state, Timestamp now);

}
