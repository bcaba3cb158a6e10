// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/tokens.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

// A wall display that was let in, and whether it watches.
struct WallSummary {
    bool connected = false;                   // its stream is open now
    std::optional<Timestamp> created_at {};   // when it was let in
    std::optional<Timestamp> dark_since {};   // when it was last seen, once it has been gone for a minute
    std::int64_t height = 0;                  // in pixels, as it said; 0: it did not
    std::optional<Timestamp> last_used_at {}; // when it was last seen; nothing: never
    bool muted = false;                       // as it said: it sounds only once somebody touches it
    bool sounded = false;                     // the tone of the last test was handed to its loudspeaker
    std::optional<Timestamp> tested_at {};    // when it last said that it shows the test picture
    Token token {};
    std::int64_t width = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("connected", self.connected);
        visit("created_at", self.created_at);
        visit("dark_since", self.dark_since);
        visit("height", self.height);
        visit("last_used_at", self.last_used_at);
        visit("muted", self.muted);
        visit("sounded", self.sounded);
        visit("tested_at", self.tested_at);
        visit("token", self.token);
        visit("width", self.width);
    }
};

// A wall display that went dark: nobody in its room sees anything new.
struct DarkWall {
    Timestamp dark_since {};
    TokenId id {};
    std::string name {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("dark_since", self.dark_since);
        visit("id", self.id);
        visit("name", self.name);
    }
};

// Data of the live event `walls`, for those who list them: all that are dark.
struct DarkWalls {
    std::vector<DarkWall> walls {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("walls", self.walls);
    }
};

// Data of the live event `test`, for the one display that is asked to show its test picture and to sound.
struct WallTest {
    std::string name {}; // what people call it; empty where a wall may not show that
    std::string test {}; // which test: the display says it with its answer

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("name", self.name);
        visit("test", self.test);
    }
};

// How long the picture stands.
inline constexpr Millis kWallTestLasts { 30'000 };

}
