// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/field_lists.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

struct UserSet {
    static constexpr std::string_view kind = "user.set";
    static constexpr int version = 1;
    User user {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.user);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.user);
    }
};

struct SignedIn {
    static constexpr std::string_view kind = "session.opened";
    static constexpr int version = 1;
    UserId user {};
    std::string method {}; // password, link
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("method", self.method);
        visit("user", self.user);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct SignedOut {
    static constexpr std::string_view kind = "session.closed";
    static constexpr int version = 1;
    UserId user {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("user", self.user);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// The first refusal per address and account at once, then one counted entry a minute.
struct SignInRefused {
    static constexpr std::string_view kind = "session.refused";
    static constexpr int version = 1;
    std::int64_t count = 1;
    std::string account {};
    std::string address {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("count", self.count);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("account", self.account);
        visit("address", self.address);
    }
};

}
