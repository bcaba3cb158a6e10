// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/incident.h"

#include <algorithm>

namespace watchfloor {

// What an audience was last told, null if nothing. From the back: what was written behind closed doors comes after what
// was said before.
inline const StatusUpdate* last_update(const Incident& incident, UpdateAudience audience)
{
    const auto at = std::find_if(incident.updates.rbegin(), incident.updates.rend(),
        [&](const StatusUpdate& update) { return update.audience == audience; });
    return at == incident.updates.rend() ? nullptr : &*at;
}

}
