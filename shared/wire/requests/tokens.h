// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// POST /api/v1/tokens
struct MakeTokenRequest {
    std::optional<Timestamp> expires_at {};
    std::string name {};
    std::vector<std::string> scopes {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("expires_at", self.expires_at);
        visit("name", self.name);
        visit("scopes", self.scopes);
    }
};

}
