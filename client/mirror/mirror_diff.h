// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/mirror/mirror.h"

#include <vector>

namespace watchfloor {

// One change that brings a copy of the tree up to date. `index` is the place among the
// children of the item's parent.
struct MirrorChange {
    enum class Kind : std::uint8_t { Remove, Put };
    Kind kind = Kind::Put;
    MirrorItem item {};
    int index = 0;
};

// The changes from one frame to the next: removals first, then parents before children, in order.
std::vector<MirrorChange> mirror_changes(const std::vector<MirrorItem>& before, const std::vector<MirrorItem>& after);

bool same_item(const MirrorItem& a, const MirrorItem& b);

}
