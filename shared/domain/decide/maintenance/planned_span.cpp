// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/planned_span.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"

namespace watchfloor {

Result<void> check_span(Timestamp from, Timestamp to, const Context& context)
{
    if (from >= to) {
        return malformed("Let it end after it begins.");
    }
    if (to <= context.now) {
        return malformed("Plan it to end in the future: work that is over cannot be planned.");
    }
    return {};
}

}
