// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace watchfloor {

// Data of the live event `resync`: load afresh, and why.
struct LiveResync {
    std::uint64_t head = 0;
    std::string journal {};
    std::string reason {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("head", self.head);
        visit("journal", self.journal);
        visit("reason", self.reason);
    }

    // Something that is held may not be seen any more.
    bool takes_sight_away() const { return reason == "visibility_changed" || reason == "session_ended"; }
};

}
