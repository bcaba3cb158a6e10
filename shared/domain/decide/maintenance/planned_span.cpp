// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/planned_span.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"

namespace watchfloor {
namespace {

constexpr Millis kLongestSpan = std::chrono::hours { 24 * 366 };
constexpr Millis kFarthestEnd = std::chrono::hours { 24 * 366 * 5 };

}

Result<void> check_span(Timestamp from, Timestamp to, const Context& context)
{
    if (from >= to) {
        return malformed("Let it end after it begins.");
    }
    if (to <= context.now) {
        return malformed("Plan it to end in the future: work that is over cannot be planned.");
    }
    if (to > context.now + kFarthestEnd) {
        return malformed("Let it end within five years: the end given is " + format_timestamp(to) + ".");
    }
    if (to - from > kLongestSpan) {
        return malformed("Let it last at most a year: plan what goes on after that anew.");
    }
    return {};
}

}
