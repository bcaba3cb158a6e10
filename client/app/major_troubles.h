// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <string>
#include <vector>

namespace watchfloor {

// What nobody may miss of the open majors. A line each is as much as there is room for: several with one trouble share
// one. The key is named to those alone who may write an update.
std::vector<std::string> major_troubles(const State& state, Timestamp now, bool may_update);

}
