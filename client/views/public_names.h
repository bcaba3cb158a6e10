// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <string>
#include <vector>

namespace watchfloor {

// Their public names alone, for words that leave the room; empty where none has one.
std::string public_names(const State& state, const std::vector<ServiceId>& services);
// The same for visitors to read: of those that have none it says how many there are, never which.
std::string services_for_visitors(const State& state, const std::vector<ServiceId>& services);

// "Without a public name, so outside nobody reads which: hr, db (+3)": a warning for the staff; empty where all have one.
std::string unnamed_outside(const State& state, const std::vector<ServiceId>& services);
std::string unnamed_outside(const State& state);

}
