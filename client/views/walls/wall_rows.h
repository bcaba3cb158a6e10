// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/board/board_rows.h"
#include "client/views/view.h"
#include "client/views/walls/wall_majors.h"

#include <string>
#include <vector>

namespace watchfloor {

// What a wall tells of. The server says nothing of it to those who may not know it, and what was not said is not none.
enum class WallSubject : std::uint8_t { Alerts, Sources, Capacity, Maintenance, Services, Timeline, Command };

// For whom the wall is, whoever opened it: its own audience, or visitors where all walls were switched.
WallAudience wall_audience_of(const ViewInput& input);
// Whether they may know it: of what they may not, a wall says "not shown here", never zero.
bool may_know(WallAudience audience, WallSubject subject);

struct WallRows {
    std::vector<WallMajor> majors {};
    std::vector<IncidentRow> incidents {}; // open ones that are no majors
    std::vector<AlertRow> alerts {};       // firing, worst first
    std::size_t firing = 0;
    std::size_t per_ten_minutes = 0;
    std::size_t muted = 0;
    std::vector<std::string> lost_sources {};
    std::vector<std::string> maintenance {}; // under way now
    bool unacknowledged_critical = false;
    std::int64_t newest_critical_age_millis = 0;
};

WallRows wall_rows(const State& state, Timestamp now);

// Which page shows, and for how much longer. A new critical pins the alert page until it is
// acknowledged or five minutes have passed; any key pauses.
struct Rotation {
    static constexpr Millis kPage { 30'000 };
    static constexpr Millis kPinned { 300'000 };

    int page = 0;
    bool paused = false;
    Timestamp turned_at {};

    // Turns the page when it is time; `pages` is how many there are.
    void update(const WallRows& rows, int pages, Timestamp now);
    bool pinned(const WallRows& rows) const;
    float progress(Timestamp now) const;
};

}
