// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <cstdint>
#include <vector>

namespace watchfloor {

// Minutes since Monday 00:00 local time; at most 7 × 1440.
struct WorkingInterval {
    std::int64_t from_minute = 0;
    std::int64_t to_minute = 0;
};

// From `at` on, local time is UTC plus this many minutes.
struct OffsetChange {
    Timestamp at {};
    std::int64_t minutes_east = 0;
};

// When work is promised. Zone rules come in as data: the offsets of a zone, sorted, the first one
// also in force before its instant. All arithmetic is on UTC instants, so an hour that a clock
// change repeats counts twice and one that it skips counts not at all.
struct BusinessCalendar {
    std::vector<WorkingInterval> week {};  // sorted, disjoint
    std::vector<OffsetChange> offsets {};  // empty = UTC
    std::vector<std::int64_t> holidays {}; // local days since 1970-01-01, sorted
};

// Monday to Friday, 08:00 to 18:00 UTC.
const BusinessCalendar& default_business_calendar();

// Every minute of the week.
const BusinessCalendar& around_the_clock();

// The working time within [from, to); zero where to is not later.
Millis working_time(const BusinessCalendar& calendar, Timestamp from, Timestamp to);

// The first instant at which that much working time has passed since `from`. A calendar without
// working time never gets there: the result is then kNoWorkingTime.
Timestamp after_working_time(const BusinessCalendar& calendar, Timestamp from, Millis amount);

// One business day: the week's working time over the number of days that have any.
Millis business_day(const BusinessCalendar& calendar);

inline constexpr Timestamp kNoWorkingTime { 253'402'214'400'000 }; // 9999-12-31

}
