// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

#include <vector>

// The keepers of a restricted incident are those of its members who let others in: incident managers whose account is
// enabled. There is always one, or nobody could handle it ever again.
namespace watchfloor {

bool has_keeper(const State& state, const std::vector<UserId>& members);

// Where no member is one, all there are become members. Conflict where there is none.
Result<void> add_keepers(const State& state, std::vector<UserId>& members);

// Drafts what lets other keepers into the incidents that this change of an account leaves without one. Conflict where
// there are none.
Result<void> replace_keeper(Decision& decision, const State& state, const User& changed, const Context& context);

}
