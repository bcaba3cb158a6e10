// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/tokens.h"

#include <cstdint>

namespace watchfloor {

// Where a display hangs may be said as it is let in; 0: as usual.
struct SetToken {
    Token token {};
    std::int64_t diagonal_inches = 0;
    std::int64_t distance_centimetres = 0;
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Token::fields(v, s.token);
        v("diagonal_inches", s.diagonal_inches);
        v("distance_centimetres", s.distance_centimetres);
    }
};

}
