// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/domain/entities/capacity.h"
#include "shared/wire/answers/capacity.h"

#include <optional>
#include <string>

namespace watchfloor {

// In how long a resource is used up if it goes on like this: the two ends of a range.
struct TimeToLimit {
    bool now = false; // it is already
    Millis early {};
    std::optional<Millis> late {}; // nothing: perhaps never
    bool by_hour = false;          // by what its last hour rose, otherwise by the peaks of its days
    std::optional<Timestamp> act_by {};
    bool act_late = false;
};

// As the server says it, the same on all screens. Nothing where that says no date, or where nothing was measured lately:
// nobody knows how it goes on.
std::optional<TimeToLimit> time_to_limit(const ViewInput& input, const CapacityResource& resource);
TimeToLimit time_to_limit(const ResourceLimit& limit, Timestamp now);

// "25 min", "3 d 4 h", and from a week on whole days, the `latest` ones rounded up: hours are not known that far ahead.
std::string ahead_words(Millis ahead, bool latest);
// "full in 25 min to 40 min", "at its limit".
std::string limit_words(const TimeToLimit& limit);
// How that is known: "by its last hour".
std::string limit_method(const TimeToLimit& limit);

}
