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

// What of an audience waits for somebody's release, null if nothing.
inline const OfferedUpdate* offered_update(const Incident& incident, UpdateAudience audience)
{
    const auto at = std::find_if(incident.offered_updates.begin(), incident.offered_updates.end(),
        [&](const OfferedUpdate& offer) { return offer.audience == audience; });
    return at == incident.offered_updates.end() ? nullptr : &*at;
}

// Whether it leaves the house with the eyes of two: what one offered is released by the other, in the very words.
inline bool releases_offer(const Incident& incident, UpdateAudience audience, const std::string& text, const UserId& by)
{
    const OfferedUpdate* offer = offered_update(incident, audience);
    return offer != nullptr && offer->offered_to == by && offer->offered_by != by && offer->text == text;
}

}
