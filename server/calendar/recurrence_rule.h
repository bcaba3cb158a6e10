// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <string>
#include <string_view>

namespace watchfloor {

// A recurrence rule whose every part is known and can be read, apart from where it ends.
struct RecurrenceRule {
    std::string rule {};  // without UNTIL
    std::string until {}; // as written: a date, a local time or one in UTC; empty without one
};

// The value of an RRULE (RFC 5545 §3.3.10): FREQ from DAILY to YEARLY, INTERVAL, COUNT or UNTIL, BYDAY, BYMONTHDAY,
// BYMONTH, BYSETPOS, WKST. Malformed names a part that is not known, cannot be read or does not go with the others: none
// is ever passed over.
Result<RecurrenceRule> check_recurrence_rule(std::string_view text);

}
