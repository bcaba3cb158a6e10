// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <vector>

namespace watchfloor {

// The assets for which MakeDueWork would write something at that time: a work order is to be made for their due date, or
// the one that was made follows another date. None in an exercise, whose assets nobody maintains.
std::vector<AssetId> assets_with_due_work(const State& state, Timestamp now);

}
