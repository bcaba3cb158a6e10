// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

namespace watchfloor {

inline constexpr Millis kWorkingSetAge = std::chrono::hours { 24 };

// Drops closed incidents, resolved alerts, old changes, ended windows and finished work orders
// older than kWorkingSetAge before `now`; they stay in the journal and the read models. A restricted incident stays:
// what it is now decides who sees what was written of it before the restriction.
void trim_working_set(State& state, Timestamp now);

}
