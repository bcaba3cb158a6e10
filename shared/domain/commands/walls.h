// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/walls.h"
#include "shared/domain/field_traits.h"

namespace watchfloor {

struct SwitchWalls {
    WallAudience audience = WallAudience::Room;
    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience, kDemanded);
    }
};

}
