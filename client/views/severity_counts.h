// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/controls/badges.h"

#include <array>
#include <cstddef>
#include <string>

namespace watchfloor {

// How many there are of each severity, worst first.
using SeverityCounts = std::array<std::size_t, kSeverities.size()>;

void count_severity(SeverityCounts& counts, Severity severity, std::size_t more = 1);
std::size_t counted(const SeverityCounts& counts);
// "CRIT 3, MAJ 40".
std::string severity_split(const SeverityCounts& counts);
// A figure of which only part is held here, so that there may be more: "at least 7", "unknown" instead of "0".
std::string as_known(std::string figure, bool whole);
// "242 new in 10 min, 121 times what one person can follow": how much there is to follow.
std::string load_words(std::size_t per_ten_minutes, bool whole = true);
// "fires: CRIT 60, MAJ 3, 57 less severe": what all that fires consists of, of which the worst are held here.
std::string firing_words(const SeverityCounts& held, std::size_t all);
// What a list left out for want of room: "+43: CRIT 3, MAJ 40"; empty where that is nothing. `unseen` are those that
// are not held here, so that nobody knows how severe they are.
std::string cut_words(const SeverityCounts& cut, std::size_t unseen = 0);

}
