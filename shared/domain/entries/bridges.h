// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"

#include <string>
#include <string_view>

namespace watchfloor {

// Name and whose it is; how to get in lies in BridgeAccessSet, which no wall receives.
struct BridgeSet {
    static constexpr std::string_view kind = "bridge.set";
    static constexpr int version = 1;
    BridgeId bridge {};
    std::string name {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("bridge", self.bridge);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("name", self.name);
    }
};

struct BridgeAccessSet {
    static constexpr std::string_view kind = "bridge.access_set";
    static constexpr int version = 1;
    BridgeId bridge {};
    std::string link {};
    std::string number {};
    std::string pin {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("bridge", self.bridge);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("link", self.link);
        visit("number", self.number);
        visit("pin", self.pin);
    }
};

}
