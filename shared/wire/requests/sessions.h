// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

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

}
