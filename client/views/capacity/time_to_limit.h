// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"
#include "shared/timeline/sample_series.h"
#include "shared/wire/answers/capacity.h"

#include <optional>
#include <string>

namespace watchfloor {

// In how long a resource is used up if it goes on like this: the two ends of what its slope may be.
struct TimeToLimit {
    bool now = false; // it is already
    Millis early {};
    std::optional<Millis> late {}; // nothing: perhaps never
};

// By the last hour: what fills up in front of everybody. Nothing where it does not clearly rise, or not within a day.
std::optional<TimeToLimit> limit_by_hour(const CapacityResource& resource, const SampleSeries& samples, Timestamp now);
// By the server's month of samples; nothing where that says no date.
std::optional<TimeToLimit> limit_by_month(const ForecastAnswer& forecast, Timestamp now);

// "full in 25 min to 40 min", "at its limit".
std::string limit_words(const TimeToLimit& limit);

}
