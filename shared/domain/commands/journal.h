// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/journal.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <string>

namespace watchfloor {

struct EraseText {
    std::uint64_t seq = 0;
    std::string legal_basis {};
    // What the entry says of itself, by which the order is told to nobody else; read by the server, never sent.
    IncidentId incident {};
    bool restricted = false;
    UserId account {}; // whom it names, and how
    std::string name {};
    bool wordless = false; // it has no text that could be taken away
    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("legal_basis", self.legal_basis);
        visit("seq", self.seq, kDemanded);
    }
};

struct OpenJournal {
    JournalPurpose purpose = JournalPurpose::Main;
    std::string product_version {};
};

}
