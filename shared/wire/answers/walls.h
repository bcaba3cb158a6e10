// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <string>

namespace watchfloor {

// A wall that waits to be let in: it shows the code and redeems with the secret.
struct PairingAnswer {
    std::string code {};
    Timestamp expires_at {};
    std::string secret {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("code", self.code);
        visit("expires_at", self.expires_at);
        visit("secret", self.secret);
    }
};

// `token` only where it was asked for: browsers get a cookie instead.
struct RedeemAnswer {
    bool paired = false;
    std::string token {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("paired", self.paired);
        visit("token", self.token);
    }
};

}
