// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace watchfloor {

// What a write led to. `seq` is where the journal stands for whoever waits for the effect.
struct WriteAnswer {
    std::string created {};
    std::int64_t duplicates = 0;
    std::uint64_t first_seq = 0; // 0: nothing changed
    std::int64_t muted = 0;
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("created", self.created);
        visit("duplicates", self.duplicates);
        visit("first_seq", self.first_seq);
        visit("muted", self.muted);
        visit("seq", self.seq);
    }
};

}
