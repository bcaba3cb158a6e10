// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace watchfloor {

// A page of a list at a stated journal position. `total` counts what the caller may see.
template<typename T>
struct Listing {
    std::vector<T> items {};
    std::uint64_t seq = 0;
    std::uint64_t total = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("items", self.items);
        visit("seq", self.seq);
        visit("total", self.total);
    }
};

}
