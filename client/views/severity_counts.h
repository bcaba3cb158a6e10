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
// What a list left out for want of room: "+43: CRIT 3, MAJ 40"; empty where that is nothing. `unseen` are those that
// are not held here, so that nobody knows how severe they are.
std::string cut_words(const SeverityCounts& cut, std::size_t unseen = 0);

}
