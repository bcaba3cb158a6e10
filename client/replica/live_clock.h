// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <string>

namespace watchfloor {

// Data of the live event `clock`, which comes every 5 s and at once on a new stream.
struct LiveClock {
    std::uint64_t head = 0;
    std::string journal {}; // identity: hash of the genesis entry
    Timestamp time {};
    std::int64_t utc_millis = 0;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("head", self.head);
        visit("journal", self.journal);
        visit("time", self.time);
        visit("utc_millis", self.utc_millis);
    }
};

}
