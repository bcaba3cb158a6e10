// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/tokens.h"
#include "shared/domain/split_fields.h"

#include <array>
#include <string_view>

namespace watchfloor {

struct TokenSet {
    static constexpr std::string_view kind = "token.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 1> text_names { "name" };
    Token token {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.token, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.token, text_names);
    }
};

}
