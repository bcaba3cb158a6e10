// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/journal.h"

#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// Data of the live event `health`, and the body of GET /readyz.
struct HealthAnswer {
    std::string certificate {};          // a sentence about what ends soon or cannot be renewed; empty: nothing does
    std::int64_t clock_leap_seconds = 0; // by how much the server's clock was set lately (ahead: positive)
    std::string damage {};               // a sentence about the first broken entry; empty while the chain holds
    std::string reason {};               // a sentence for people; empty while writable
    bool writable = true;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("certificate", self.certificate);
        visit("clock_leap_seconds", self.clock_leap_seconds);
        visit("damage", self.damage);
        visit("reason", self.reason);
        visit("writable", self.writable);
    }
};

struct JournalSummary {
    std::string identity {};
    JournalId journal {};
    bool playing = false;
    JournalPurpose purpose = JournalPurpose::Main;
    std::uint64_t seq = 0;
    std::string title {}; // of the script that plays in it

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("identity", self.identity);
        visit("journal", self.journal);
        visit("playing", self.playing);
        visit("purpose", self.purpose);
        visit("seq", self.seq);
        visit("title", self.title);
    }
};

struct JournalsAnswer {
    std::vector<JournalSummary> journals {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("journals", self.journals);
    }
};

}
