// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/decision/decision.h"

namespace watchfloor {

// Malformed unless it ends after it begins and in the future, lasts at most a year and ends within five.
Result<void> check_span(Timestamp from, Timestamp to, const Context& context);

}
