// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/tokens.h"
#include "shared/domain/field_lists.h"

#include <string_view>

namespace watchfloor {

struct TokenSet {
    static constexpr std::string_view kind = "token.set";
    static constexpr int version = 1;
    Token token {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.token);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.token);
    }
};

}
