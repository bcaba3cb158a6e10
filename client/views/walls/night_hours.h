// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <optional>
#include <string_view>

namespace watchfloor {

// When a wall is dim, as its address says: "/wall?night=20:00-06:30", by the room's clock. May go past midnight.
struct NightHours {
    int from_minute = 0; // of the day
    int to_minute = 0;   // no longer in it

    bool contain(Timestamp at, const SiteZone& zone) const;
};

// Nothing where these are not two different times of day.
std::optional<NightHours> read_night_hours(std::string_view text);

}
