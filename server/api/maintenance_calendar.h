// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace watchfloor {

// What the journal knows of a calendar beside its state.
struct CalendarOrigin {
    std::string name {};    // shown by calendar programs
    std::string journal {}; // told apart from those of all other servers: part of each UID
    std::function<Timestamp(std::uint64_t seq)> recorded_at {};
};

// Maintenance windows and work orders as an iCalendar object (RFC 5545, RFC 7986), for calendar programs.
// Times are UTC; a cancelled one stays listed as CANCELLED so that subscribers drop it. Of what ended more than a year
// before `now`, or begins more than two years after it, nothing is said: what is listed then stays the same text whenever
// it is asked for.
std::string maintenance_calendar(const State& state, const CalendarOrigin& origin, Timestamp now);

// A TEXT value: backslash, semicolon, comma and line breaks escaped, other control characters left out.
std::string escape_calendar_text(std::string_view text);

// A content line broken after at most 75 octets, never inside a UTF-8 sequence, ended by CRLF.
std::string fold_calendar_line(std::string_view line);

}
