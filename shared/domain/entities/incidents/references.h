// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace watchfloor {

// A number in another system, typed or pasted.
struct ExternalReference {
    std::string system {};
    std::string number {};
    std::string url {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("number", self.number);
        visit("system", self.system);
        visit("url", self.url);
    }
};

}
