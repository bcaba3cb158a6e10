// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/walls.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <string>

namespace watchfloor {

// POST /api/v1/walls: lets in the wall that shows this code.
struct ApproveRequest {
    WallAudience audience = WallAudience::Room;
    std::string code {};
    std::int64_t diagonal_inches = 0; // of the panel; 0: as usual, and so the distance
    std::int64_t distance_centimetres = 0;
    std::string name {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("code", self.code);
        visit("diagonal_inches", self.diagonal_inches);
        visit("distance_centimetres", self.distance_centimetres);
        visit("name", self.name);
    }
};

// POST /api/v1/walls/{id}: what people call it from now on.
struct RenameWallRequest {
    std::string name {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("name", self.name);
    }
};

// POST /api/v1/walls/self: what a display says of itself.
struct WallReportRequest {
    std::int64_t height = 0; // in pixels
    bool muted = false;      // it sounds only once somebody touches it
    bool sounded = false;    // the tone of that test was handed to its loudspeaker
    std::string tested {};   // the test whose picture it showed last
    std::int64_t width = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("height", self.height);
        visit("muted", self.muted);
        visit("sounded", self.sounded);
        visit("tested", self.tested);
        visit("width", self.width);
    }

    friend bool operator==(const WallReportRequest&, const WallReportRequest&) = default;
};

// POST /api/v1/walls/pairings/redeem: the wall asks for what its code was approved for.
struct RedeemRequest {
    bool as_token = false; // a native display keeps the token itself; a browser gets a cookie
    std::string secret {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("as_token", self.as_token);
        visit("secret", self.secret, kDemanded);
    }
};

}
