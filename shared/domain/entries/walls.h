// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/walls.h"

#include <string_view>
#include <vector>

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

// Where a display hangs and which part of the room it shows.
struct WallFitted {
    static constexpr std::string_view kind = "wall.fitted";
    static constexpr int version = 1;
    std::int64_t diagonal_inches = 0;
    std::int64_t distance_centimetres = 0;
    WallRole role = WallRole::All;
    TokenId wall {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("diagonal_inches", self.diagonal_inches);
        visit("distance_centimetres", self.distance_centimetres);
        visit("role", self.role);
        visit("wall", self.wall);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// What takes turns on a display; an entry of its own, because visitors do not learn of it.
struct WallPagesSet {
    static constexpr std::string_view kind = "wall.pages_set";
    static constexpr int version = 1;
    std::vector<WallTurn> pages {};
    TokenId wall {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("pages", self.pages);
        visit("wall", self.wall);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
