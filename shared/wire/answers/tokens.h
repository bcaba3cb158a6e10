// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/tokens.h"

#include <cstdint>
#include <optional>
#include <string>

namespace watchfloor {

// A token just made; its text is shown this once.
struct TokenAnswer {
    TokenId id {};
    std::string routing_key {}; // for PagerDuty's clients, of tokens with an intake scope
    std::uint64_t seq = 0;
    std::string token {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("id", self.id);
        visit("routing_key", self.routing_key);
        visit("seq", self.seq);
        visit("token", self.token);
    }
};

struct TokenSummary {
    std::optional<Timestamp> created_at {};
    std::optional<Timestamp> last_used_at {};
    Token token {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("created_at", self.created_at);
        visit("last_used_at", self.last_used_at);
        visit("token", self.token);
    }
};

}
