// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/incident.h"

#include <cstdint>
#include <vector>

namespace watchfloor {

// A page of what ended, the highest number first.
struct ClosedIncidents {
    std::vector<Incident> items {};
    IncidentId older {}; // the next page is of those before it; empty: there is none
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("items", self.items);
        visit("older", self.older);
        visit("seq", self.seq);
    }
};

}
