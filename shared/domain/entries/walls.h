// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/walls.h"

#include <string_view>

namespace watchfloor {

// All room walls show what visitors may see, or what the room may.
struct WallsSwitched {
    static constexpr std::string_view kind = "walls.switched";
    static constexpr int version = 1;
    WallAudience audience = WallAudience::Room;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("audience", self.audience);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
