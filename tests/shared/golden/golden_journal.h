// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/state/state.h"

#include <string>
#include <string_view>

namespace watchfloor {

// A small journal in wire lines: two entries of every kind this program knows, all about the same
// incident, alert, service and so on. The same for the same program.
std::string make_golden_journal();

// What a journal in wire lines folds to, once its chain is found whole.
Result<State> fold_golden_journal(std::string_view lines);

}
