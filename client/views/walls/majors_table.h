// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/wall_majors.h"
#include "client/views/walls/wall_type.h"

#include <cstddef>
#include <vector>

namespace watchfloor {

// How many majors a list shows: as many as fit, the worst one at least; the rest is counted by severity and takes turns.
// Up to `firm` it is cut rather than shorter, and takes the most it may; it is longer only where its common share is
// enough for that.
struct ListLength {
    std::size_t most = 0;
    std::size_t firm = 0;
};

// How high it may be: what is common, and at most; what it is spread over.
struct ListRoom {
    float width = 0;
    float common = 0;
    float most = 0;
    float fill = 0;
};

WallLayout lay_out_list_that_fits(
    const std::vector<WallMajor>& majors, ListLength length, ListRoom room, std::size_t turn);

}
