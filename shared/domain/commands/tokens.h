// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/tokens.h"

namespace watchfloor {

struct SetToken {
    Token token {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Token::fields(v, s.token);
    }
};

}
