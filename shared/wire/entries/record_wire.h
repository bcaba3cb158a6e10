// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/entries/entry_wire.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// What nothing seals and people want to know of a saved record.
struct SavedName {
    std::string id {};
    std::string name {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("id", self.id);
        visit("name", self.name);
    }
};

// The record of an incident as a file that is checked by itself: its entries, of each the hash it continues and the
// entry before it in the record, the journal's head when it was saved, when and by whose names.
struct SavedRecord {
    JournalPage page {};
    std::vector<SavedName> names {};
    Timestamp saved_at {};
    std::string subject {};
};

// Canonical JSON, and the only way it is written; `entries` come from entry_to_wire and take the place of those in the
// page. Begins with the digest of all that follows.
std::string record_to_wire(const SavedRecord& record, std::span<const std::string> entries);

struct RecordReport {
    SavedRecord record {};
    std::string defect {};  // the first broken place; empty while everything holds
    std::size_t gaps = 0;   // between entries that do not follow each other in the journal: what lies there is not told
    std::size_t erased = 0; // entries without their text
    std::size_t partial = 0; // entries of which the one who saved it might not see everything
};

// Holds the file against itself. What it cannot know: that nobody made another record with seals of its own, or left an
// entry out and wrote the links anew; for that the head's hash is held against the journal's.
RecordReport check_record(std::string_view text);

}
