// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <vector>

namespace watchfloor {

// Two assets of one redundancy group that would be under maintenance at one time: neither stands in for the other then.
struct RedundancyClash {
    AssetId here {};
    AssetId there {};
    WindowId window {}; // where the second is worked on; empty: in the same window
};

// Of a window as it would be, beside all that are meant and not over yet. Each pair once for each window, in their order.
std::vector<RedundancyClash> redundancy_clashes(const State& state, const MaintenanceWindow& window, Timestamp now);

}
