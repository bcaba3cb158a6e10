// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/people.h"

#include <cstdint>
#include <string>

namespace watchfloor {

struct SetUser {
    User user {};
    bool password = false; // is set along with it: written down also where the account stays as it is
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        User::fields(v, s.user);
    }
};

struct RecordSignIn {
    UserId user {};
    std::string method {};
};

struct RecordSignOut {
    UserId user {};
};

struct RecordSignInRefused {
    std::string account {};
    std::string address {};
    std::int64_t count = 1;
};

}
