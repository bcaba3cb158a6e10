// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace watchfloor {

// POST /api/v1/drills
struct PlayRequest {
    std::string scenario {};
    std::int64_t speed = 10;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("scenario", self.scenario);
        visit("speed", self.speed);
    }
};

}
