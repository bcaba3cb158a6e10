// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// A declared major of that room.
struct RoomMajor {
    IncidentId id {};
    std::vector<std::string> services {}; // by the names people know them by; visitors only those with a public one
    std::optional<IncidentSeverity> severity {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("id", self.id);
        visit("services", self.services);
        visit("severity", self.severity);
    }
};

// GET /api/v1/summary: a room in a few figures, for a screen that shows another one.
struct RoomSummary {
    // Nothing for who is told of no alerts, or only of some incidents: that is not none.
    std::optional<std::int64_t> alerts_firing {}; // muted ones don't count
    std::optional<std::int64_t> incidents_open {};
    std::vector<RoomMajor> majors {}; // the worst first, then the oldest
    std::uint64_t seq = 0;
    std::optional<AlertSeverity> worst {}; // of the firing alerts

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alerts_firing", self.alerts_firing);
        visit("incidents_open", self.incidents_open);
        visit("majors", self.majors);
        visit("seq", self.seq);
        visit("worst", self.worst);
    }
};

// Of what somebody may see of a room; its counts are of nothing else.
RoomSummary room_summary(const State& visible);

}
