// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <cstdint>

namespace watchfloor {

// Longer than any monitoring waits, and short enough to be multiplied.
inline constexpr std::int64_t kMaxCadenceSeconds = std::int64_t { 366 } * 24 * 60 * 60;

// Of a source or of samples; 0 promises none.
inline Result<void> check_cadence(std::int64_t seconds)
{
    if (seconds < 0 || seconds > kMaxCadenceSeconds) {
        return Error { ErrorCode::Malformed,
            "Give `cadence_seconds` from 0 (none promised) to 31622400, a year: the expected time between deliveries.",
            { "cadence_seconds" } };
    }
    return {};
}

}
