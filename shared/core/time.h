// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

using Millis = std::chrono::milliseconds;

// An instant in UTC with millisecond resolution. Zero is the Unix epoch.
struct Timestamp {
    std::int64_t millis = 0;

    friend constexpr bool operator==(Timestamp a, Timestamp b) { return a.millis == b.millis; }
    friend constexpr bool operator!=(Timestamp a, Timestamp b) { return a.millis != b.millis; }
    friend constexpr bool operator<(Timestamp a, Timestamp b) { return a.millis < b.millis; }
    friend constexpr bool operator<=(Timestamp a, Timestamp b) { return a.millis <= b.millis; }
    friend constexpr bool operator>(Timestamp a, Timestamp b) { return a.millis > b.millis; }
    friend constexpr bool operator>=(Timestamp a, Timestamp b) { return a.millis >= b.millis; }
    friend constexpr Timestamp operator+(Timestamp t, Millis d) { return { t.millis + d.count() }; }
    friend constexpr Timestamp operator-(Timestamp t, Millis d) { return { t.millis - d.count() }; }
    friend constexpr Millis operator-(Timestamp a, Timestamp b) { return Millis { a.millis - b.millis }; }
};

// RFC 3339 with an explicit zone ("Z" or ±hh:mm), any fraction (cut to milliseconds), years
// 0001 to 9999. A time without a zone is refused: guessing one would corrupt the record.
Result<Timestamp> parse_timestamp(std::string_view text);

// "2026-01-02T03:04:05.678Z".
std::string format_timestamp(Timestamp at);

}
