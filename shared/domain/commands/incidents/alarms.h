// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/clocks.h"
#include "shared/domain/entities/incidents/states.h"

#include <cstdint>
#include <optional>

namespace watchfloor {

// A deadline of the state that has passed; see timers.h.
struct FireTimer {
    IncidentId incident {};
    Alarm alarm = Alarm::TargetBreached;
    std::optional<ClockKind> clock {};
    std::int64_t cycle = 0;
    Timestamp due_at {};
};

}
