// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/incidents/alarms.h"
#include "shared/domain/state/state.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Something of an incident that is owed, or begins or ends, at a known time: one word for it on every screen.
struct Deadline {
    Timestamp at {};
    std::string what {};
    std::string which {};              // of several such: the task, the window
    std::string why {};                // what it means, where the word alone does not say it
    std::optional<ClockKind> clock {}; // a promise…
    std::optional<Alarm> alarm {};     // …a timer of the server…
    bool window = false;               // …maintenance of its services within a day, or else a task
};

std::string clock_title(ClockKind kind);

// Everything that the state has a time for, what is due first in front; none of what is over.
std::vector<Deadline> deadlines_of(const State& state, const Incident& incident, Timestamp now);

// "in 12:00", "OVERDUE 03:00".
std::string time_left(Timestamp at, Timestamp now);

}
