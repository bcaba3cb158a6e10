// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/formulas/last_update.h"

namespace watchfloor {

// What customers were last told of an incident that is over by now, if that was before its resolution: they still take
// it for going on. Null where they know, or never heard of it.
inline const StatusUpdate* all_clear_owed(const Incident& incident)
{
    const StatusUpdate* told = last_update(incident, UpdateAudience::Customers);
    const bool over = incident.resolved_at.has_value() && told != nullptr;
    // Nothing of a restricted incident is published.
    return over && !incident.restricted && told->published_at < *incident.resolved_at ? told : nullptr;
}

}
