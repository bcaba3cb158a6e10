// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <string>
#include <string_view>

namespace watchfloor {

// Maintenance windows and work orders as an iCalendar object (RFC 5545), for calendar programs.
// Times are UTC; a cancelled one stays listed as CANCELLED so that subscribers drop it.
std::string maintenance_calendar(const State& state, Timestamp now);

// A TEXT value: backslash, semicolon, comma and line breaks escaped, other control characters left out.
std::string escape_calendar_text(std::string_view text);

// A content line broken after at most 75 octets, never inside a UTF-8 sequence, ended by CRLF.
std::string fold_calendar_line(std::string_view line);

}
