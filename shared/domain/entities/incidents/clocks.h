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
        visit("from", self.from, kRoom);
        visit("to", self.to, kRoom);
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
        visit("breached", self.breached, kRoom);
        visit("cycle", self.cycle, kRoom);
        visit("due_at", self.due_at, kRoom);
        visit("kind", self.kind, kRoom);
        visit("paused_at", self.paused_at, kRoom);
        visit("paused_millis", self.paused_millis, kRoom);
        visit("pauses", self.pauses, kRoom);
        visit("started_at", self.started_at, kRoom);
        visit("stopped_at", self.stopped_at, kRoom);
        visit("target_millis", self.target_millis, kRoom);
    }
};

}
