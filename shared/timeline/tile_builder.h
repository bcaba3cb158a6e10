// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/timeline/detail.h"

namespace watchfloor {

// Marks of the items that begin in [from, from + cells of 2^level ms).
std::vector<Mark> build_tile_marks(const LaneSpans& spans, std::int64_t from_millis, std::uint8_t level);

// Marks of the items that begin before an instant and last beyond it: each by itself when they are
// few, otherwise one per severity.
std::vector<Mark> build_carried_marks(const LaneSpans& spans, std::int64_t at_millis);

}
