// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/incident.h"

#include <algorithm>

namespace watchfloor {

// What customers were last told of an incident that is over by now, if that was before its resolution: they still take
// it for going on. Null where they know, or never heard of it.
inline const StatusUpdate* all_clear_owed(const Incident& incident)
{
    const auto told = std::find_if(incident.updates.begin(), incident.updates.end(),
        [](const StatusUpdate& update) { return update.audience == UpdateAudience::Customers; });
    const bool over = incident.resolved_at.has_value() && told != incident.updates.end();
    // Nothing of a restricted incident is published.
    return over && !incident.restricted && told->published_at < *incident.resolved_at ? &*told : nullptr;
}

}
