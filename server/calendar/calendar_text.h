// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchfloor {

// "RDATE;TZID=Europe/Berlin:20260302T220000": the name and the parameters' names in capitals.
struct CalendarProperty {
    std::string name {};
    std::vector<std::pair<std::string, std::string>> parameters {};
    std::string value {};
};

struct CalendarEvent {
    std::vector<CalendarProperty> properties {};

    // The first of that name; null without one.
    const CalendarProperty* find(std::string_view name) const;
};

// The events of iCalendar text (RFC 5545): of a whole calendar, of some VEVENTs, or the bare lines of one. What a
// calendar says of its time zones is passed over, because zones are known by their names; so are alarms. Malformed names
// the line that cannot be read, or the part that is not one of an event.
Result<std::vector<CalendarEvent>> read_calendar_events(std::string_view text);

}
