// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/board/board_rows.h"
#include "client/views/severity_counts.h"
#include "client/views/view.h"
#include "client/views/walls/published_lines.h"
#include "client/views/walls/wall_majors.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// What a wall tells of. The server says nothing of it to those who may not know it, and what was not said is not none.
enum class WallSubject : std::uint8_t { Alerts, Sources, Capacity, Maintenance, Services, Timeline, Command };

// For whom the wall is, whoever opened it: its own audience, or visitors where all walls were switched.
WallAudience wall_audience_of(const ViewInput& input);
// What the desk set for this display, or what is usual; null where a person looks.
const WallDisplay* own_display(const ViewInput& input);
// Whether they may know it: of what they may not, a wall says "not shown here", never zero.
bool may_know(WallAudience audience, WallSubject subject);

struct WallRows {
    std::vector<WallMajor> majors {};
    std::vector<WallPublished> published {}; // for visitors: what else customers were told
    std::vector<IncidentRow> incidents {};   // open ones that are no majors
    std::vector<AlertRow> alerts {};         // firing, worst first
    std::size_t firing = 0;
    std::size_t assigned = 0; // of those, already part of an incident
    std::size_t muted = 0;    // by maintenance
    std::size_t per_ten_minutes = 0;
    std::size_t left_out = 0; // firing, and not held here: less severe than what is
    bool flood = false;
    bool holds_all_of_alerts = true; // else `muted` and `per_ten_minutes` are of those held alone
    SeverityCounts severities {};    // of all that fire and are held
    std::vector<std::string> lost_sources {};
    std::optional<Timestamp> lost_since {}; // of the longest: as old is what the pages tell of what it reports
};

// `cut` as of board_rows.
WallRows wall_rows(const State& state, Timestamp now, const StateFrame& frame = {});

// When the newest critical alert came that nobody acknowledged and no incident has: as the server wrote it down,
// whatever start monitoring claims for it.
std::optional<Timestamp> newest_critical_at(const WallRows& rows, const TimelineColumns& timeline);

}
