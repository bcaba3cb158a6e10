// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/journal.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

struct JournalOpened {
    static constexpr std::string_view kind = "journal.opened";
    static constexpr int version = 1;
    JournalPurpose purpose = JournalPurpose::Main;
    std::string product_version {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("product_version", self.product_version);
        visit("purpose", self.purpose);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// Orders the removal of the text part of an earlier entry; every replica obeys.
struct TextErased {
    static constexpr std::string_view kind = "text.erased";
    static constexpr int version = 1;
    std::uint64_t erased_seq = 0;
    std::string legal_basis {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("erased_seq", self.erased_seq);
        visit("legal_basis", self.legal_basis);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
