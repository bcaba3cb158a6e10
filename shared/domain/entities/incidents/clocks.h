// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace watchfloor {

enum class ClockKind { Respond, Resolve, NextUpdate };
WATCHFLOOR_ENUM_TEXTS(ClockKind, NextUpdate, "respond", "resolve", "next_update");

struct PauseInterval {
    Timestamp from {};
    Timestamp to {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("from", self.from, kWalls);
        visit("to", self.to, kWalls);
    }
};

// A promise with a deadline. Times are computed by `decide` and only assigned by `apply`.
// Breach is sticky.
struct TargetClock {
    ClockKind kind = ClockKind::Respond;
    Timestamp started_at {};
    std::int64_t target_millis = 0;
    Timestamp due_at {};
    std::optional<Timestamp> stopped_at {};
    std::optional<Timestamp> paused_at {};
    std::int64_t paused_millis = 0;       // sum of finished pauses
    std::vector<PauseInterval> pauses {}; // each of them: another target counts with all of them
    std::int64_t cycle = 0;               // counts restarts, keys the timer's firing
    bool breached = false;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("breached", self.breached, kWalls);
        visit("cycle", self.cycle, kWalls);
        visit("due_at", self.due_at, kWalls);
        visit("kind", self.kind, kWalls);
        visit("paused_at", self.paused_at, kWalls);
        visit("paused_millis", self.paused_millis, kWalls);
        visit("pauses", self.pauses, kWalls);
        visit("started_at", self.started_at, kWalls);
        visit("stopped_at", self.stopped_at, kWalls);
        visit("target_millis", self.target_millis, kWalls);
    }
};

}
