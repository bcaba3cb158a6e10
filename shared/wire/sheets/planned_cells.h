// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/capacity.h"

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The planned changes of a resource in one cell: "2026-03-01 capacity +500 demand -20: second rack; 2026-06-01 …".
// Adds what is read to `changes` and answers whether all of it could be. A day that the instant of a known change lies
// in is that instant, otherwise its noon, UTC.
bool read_planned_changes(
    std::string_view text, std::vector<PlannedChange>& changes, const std::vector<PlannedChange>* known);
std::string write_planned_changes(const std::vector<PlannedChange>& changes);

}
