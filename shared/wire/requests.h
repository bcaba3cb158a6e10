// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/people.h"

#include <string>

// Bodies of requests that are no commands of the domain, named once for the consoles that send them
// and the server that reads them.
namespace watchfloor {

// POST /api/v1/session
struct SignInRequest {
    std::string link {}; // instead of name and password
    std::string name {};
    std::string password {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("link", self.link);
        visit("name", self.name);
        visit("password", self.password);
    }
};

// POST /api/v1/me/password
struct PasswordRequest {
    std::string new_password {};
    std::string old_password {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("new_password", self.new_password);
        visit("old_password", self.old_password);
    }
};

// POST /api/v1/walls: lets in the wall that shows this code.
struct ApproveRequest {
    WallAudience audience = WallAudience::Room;
    std::string code {};
    std::string name {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("code", self.code);
        visit("name", self.name);
    }
};

// POST /api/v1/walls/pairings/redeem: the wall asks for what its code was approved for.
struct RedeemRequest {
    bool as_token = false; // a native display keeps the token itself; a browser gets a cookie
    std::string secret {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("as_token", self.as_token);
        visit("secret", self.secret);
    }
};

}
