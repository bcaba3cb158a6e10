// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <cstdint>

namespace watchfloor {

// How many alerts there are, told to consoles that hold only the worst: with /state, and by the live event `alerts`.
// All but `muted` are not muted, and all but `began_lately` fire.
struct AlertTotals {
    std::int64_t acknowledged = 0;
    std::int64_t began_lately = 0; // in the last ten minutes, to some seconds; also those that fire no more
    std::int64_t critical = 0;
    std::int64_t in_incidents = 0; // that are open; restricted ones are not told of
    std::int64_t info = 0;
    std::int64_t major = 0;
    std::int64_t minor = 0;
    std::int64_t muted = 0;
    std::int64_t unknown = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("acknowledged", self.acknowledged);
        visit("began_lately", self.began_lately);
        visit("critical", self.critical);
        visit("in_incidents", self.in_incidents);
        visit("info", self.info);
        visit("major", self.major);
        visit("minor", self.minor);
        visit("muted", self.muted);
        visit("unknown", self.unknown);
    }
};

// Out of the tally that the fold keeps: as quick for a hundred thousand alerts as for one.
AlertTotals alert_totals(const State& state, Timestamp now);

}
