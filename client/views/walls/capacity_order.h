// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/capacity/capacity_cards.h"
#include "client/views/walls/wall_rows.h"

#include <vector>

namespace watchfloor {

// As a wall lists them: the most severe first, of those alike resources of services in a major, then as capacity_cards
// has them.
std::vector<CapacityCard> capacity_by_need(const ViewInput& input, const WallRows& rows);

}
