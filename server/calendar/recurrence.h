// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/commands/maintenance.h"

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// So far ahead windows are planned, and so many of one series at most.
inline constexpr Millis kRecurrenceReach = std::chrono::hours { 24 * 396 };
inline constexpr std::size_t kMostOccurrences = 200;

// What a recurrence comes to from now on.
struct Recurrence {
    std::vector<PlannedSpan> occurrences {}; // by begin; what is over is left out
    bool goes_on = false;                    // after kRecurrenceReach too
    std::string rule {};                     // the RRULE's value; empty where only dates are given
};

// Expands the event of `text` (RFC 5545; the bare lines of one, or VEVENTs of one UID): DTSTART, in the zone its TZID names
// or in UTC; DTEND or DURATION; RRULE, RDATE and EXDATE; and events with a RECURRENCE-ID, each in place of one occurrence,
// which is left out where it is CANCELLED. Local times that a change of the clock skips or repeats are those of the offset
// before it. Malformed names what is unknown or cannot be read, and says so of more than kMostOccurrences.
// Callable from any thread: what libical keeps for all of them is guarded.
Result<Recurrence> expand_recurrence(std::string_view text, Timestamp now);

}
