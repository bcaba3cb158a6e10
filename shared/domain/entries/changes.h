// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/changes.h"
#include "shared/domain/field_lists.h"

#include <string_view>

namespace watchfloor {

struct ChangeRecorded {
    static constexpr std::string_view kind = "change.recorded";
    static constexpr int version = 1;
    Change change {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.change);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.change);
    }
};

}
