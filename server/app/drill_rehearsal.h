// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/core/time.h"
#include "shared/domain/commands/command.h"

#include <vector>

namespace watchfloor {

// Whether the rules take all of these, one after the other, in a drill journal that is new. Writes nothing: a journal is
// for good, so it is made once it is known to become whole.
Result<void> rehearse_drill(const std::vector<Command>& commands, Timestamp now);

}
