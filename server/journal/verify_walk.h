// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"
#include "server/journal/verify.h"

#include <functional>
#include <optional>

namespace watchfloor {

struct WalkedJournal {
    std::uint64_t number = 0;
    JournalId id {};
    JournalHead head {};    // what the head row says
    std::uint64_t last = 0; // the last entry there is
};

struct WalkResult {
    std::optional<Defect> first {}; // the first broken entry
    std::uint64_t entries = 0;
    std::uint64_t erased_texts = 0;
    bool given_up = false;
    bool not_opened = false;
};

using OpenReader = std::function<Result<SqliteConnection>()>;

// Checks all entries of a journal in slices, each one a short transaction, spread over workers:
// a hash depends only on the entry and the hash before it. `go_on`, if there is one, is asked before
// each slice.
WalkResult walk_journal(
    const WalkedJournal& journal, std::size_t workers, const OpenReader& open, const std::function<bool()>& go_on = {});

}
