// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/bridges.h"

namespace watchfloor {

struct SetBridge {
    Bridge bridge {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Bridge::fields(v, s.bridge);
    }
};

}
