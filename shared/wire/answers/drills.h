// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace watchfloor {

// One of GET /api/v1/drills
struct ScenarioSummary {
    std::string id {};
    std::int64_t seconds = 0;
    std::string title {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("id", self.id);
        visit("seconds", self.seconds);
        visit("title", self.title);
    }
};

}
