// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/field_traits.h"

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
        visit("number", self.number, kText);
        visit("system", self.system, kText);
        visit("url", self.url, kText);
    }
};

}
