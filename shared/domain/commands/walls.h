// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/walls.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <vector>

namespace watchfloor {

struct SwitchWalls {
    WallAudience audience = WallAudience::Room;
    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience, kDemanded);
    }
};

// `wall` is the path's, not the body's.
struct FitWall {
    TokenId wall {};
    std::int64_t diagonal_inches = 0;
    std::int64_t distance_centimetres = 0;
    WallRole role = WallRole::All;
    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("diagonal_inches", self.diagonal_inches, kDemanded);
        visit("distance_centimetres", self.distance_centimetres, kDemanded);
        visit("role", self.role, kDemanded);
    }
};

// No page: all, in their usual order. `wall` is the path's.
struct SetWallPages {
    TokenId wall {};
    std::vector<WallTurn> pages {};
    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("pages", self.pages, kDemanded);
    }
};

}
