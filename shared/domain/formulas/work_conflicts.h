// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <string>
#include <vector>

namespace watchfloor {

// A maintenance window or a work order that is still meant to be done.
struct PlannedWork {
    std::string id {};
    std::string title {}; // the id where it has none
    std::vector<AssetId> assets {};
    std::vector<ServiceId> services {}; // named by it, and those of its assets
    Timestamp from {};
    Timestamp to {};
};

// Two jobs at one time that stand in each other's way: at the same asset or service, or one at a service on which a
// service of the other depends, directly or through others.
struct WorkConflict {
    PlannedWork first {}; // the one that begins first
    PlannedWork second {};
    Timestamp from {}; // while both are under way
    Timestamp to {};
    // Empty where both are at the same thing. Otherwise the service of one, and what of the other's it depends on.
    ServiceId dependent {};
    ServiceId depends_on {};
};

// Of all that ends after `now`, the earliest first. A window and the work orders it is for are one job, which is in
// nobody's way by itself: no field joins them, so a window is for the orders at its assets that overlap it, and for
// those that lie within it and are at an asset of its services.
std::vector<WorkConflict> work_conflicts(const State& state, Timestamp now);

}
