// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/bridges.h"
#include "shared/domain/field_lists.h"

#include <string>
#include <string_view>

namespace watchfloor {

// Name and whose it is; how to get in lies in BridgeAccessSet, which no wall receives.
struct BridgeSet {
    static constexpr std::string_view kind = "bridge.set";
    static constexpr int version = 1;
    Bridge bridge {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("bridge", self.bridge.id);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.bridge);
    }
};

struct BridgeAccessSet {
    static constexpr std::string_view kind = "bridge.access_set";
    static constexpr int version = 1;
    Bridge bridge {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("bridge", self.bridge.id);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_apart_of(visit, self.bridge);
    }
};

}
