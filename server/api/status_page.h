// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <string>

namespace watchfloor {

// The public status page: services that have a public name, whether one is disturbed by an incident that was declared
// or that customers were told of, and what they were told, of which service and whether it is over. What ended is shown
// for a week. Of a restricted incident nothing but that a service is disturbed, if it was declared; nothing internal.
std::string status_page(const State& state, Timestamp now);

}
