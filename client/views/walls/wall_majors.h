// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incident_order.h"
#include "client/views/view.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// One declared major as the room reads it from the back row.
struct WallMajor {
    IncidentId id {};
    Rank mark = Rank::P1;
    std::string service {};
    std::string rank {};
    std::string since {};
    std::string state {};
    std::string update {}; // in words that stand alone
    std::string due {};    // the same where a line has little room
    bool update_overdue = false;
    std::string number {}; // of the incident
    std::string commander {};
    std::string communications {};
    bool no_commander = false;
    bool command_uncertain = false;
    std::string headline {}; // the incident's title as long as nobody set one
    std::string bridge {};
    std::string published {}; // what visitors may read
    std::string told {};      // when they were told that
    std::optional<Timestamp> published_at {};
};

// All that such an audience may know of, in the order of open_incidents, with what it may know of each.
std::vector<WallMajor> wall_majors(const State& state, Timestamp as_of, WallAudience audience);

}
