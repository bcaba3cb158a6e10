// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/wall_majors.h"
#include "client/views/walls/wall_type.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace watchfloor {

// More majors than this are counted by severity.
inline constexpr std::size_t kMajorsInTable = 6;
inline constexpr std::size_t kMajorsListed = 5; // where there are more than a table holds

// The block that stays on a wall's upper part: one or two majors with all that is known of each, three to six as a
// table, of more at least the worst five where they fit; a table's headlines are cut before its figures get smaller.
// Lines are wrapped, then made smaller, and only then cut; what cannot be read from the back row any more is not made
// smaller still. Of those that have no line each gets one on some `turn` of the layout's `turns`, while SEV1s stay.
// `room` is what it and the pages below it share; a wall that shows the majors alone gives all of it.
// What a page that fills only `page_height` leaves empty a table has too.
enum class MajorsPart : std::uint8_t { Upper, Whole };
WallLayout lay_out_majors(const std::vector<WallMajor>& majors, ImVec2 room, MajorsPart part = MajorsPart::Upper,
    std::size_t turn = 0, float page_height = std::numeric_limits<float>::max());

}
