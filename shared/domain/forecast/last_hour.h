// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/forecast/exhaustion.h"

namespace watchfloor {

// When use passes a limit if it goes on as it did in these minutes: what fills up in front of everybody. Nothing where
// it does not clearly rise, or not within a day: an hour says nothing of what is farther away.
Exhaustion exhaustion_by_rise(const RegularSeries& minutes, double limit);

}
