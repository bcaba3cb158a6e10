// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/sealed_entry.h"
#include "shared/domain/visibility/visibility.h"

#include <span>
#include <string_view>
#include <vector>

namespace watchfloor {

// A sealed entry as one line of canonical JSON, for live streams, /api/v1/journal and bundles. The
// parts travel as escaped strings, because their stored bytes are what the digests cover:
//   {"facts":"{…}","facts_digest":"…","facts_salt":"…","hash":"…","head":"{…}","head_digest":"…",
//    "head_salt":"…","seq":7,"text":"{…}","text_digest":"…","text_salt":"…"}
// `sight` decides what is left out; salts go with their part, because a salt without its part would
// let the part be guessed. Narrowed facts have none for the same reason.
std::string entry_to_wire(const SealedEntry& entry, Sight sight);

// Refuses everything entry_to_wire would not write. Digests are not checked here.
Result<SealedEntry> entry_from_wire(std::string_view text);

// The entry with those of its facts that have these names.
SealedEntry with_facts(const SealedEntry& entry, const std::vector<std::string_view>& names);

// What an entry of a selection continues: the hash of the entry before it in the journal, and, in a saved record
// (record_wire.h), the number of the one before it there.
struct EntryLink {
    std::uint64_t after = 0;
    Digest before {};
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("after", self.after);
        visit("before", self.before);
        visit("seq", self.seq);
    }
};

// A stretch of a journal and where its head stands.
struct JournalPage {
    JournalId journal {};
    std::uint64_t head_seq = 0;
    Digest head_hash {};
    std::vector<SealedEntry> entries {};
    std::vector<EntryLink> links {}; // of each entry, where they were asked for
};

// {"entries":[…],"head":{"hash":"…","seq":9},"journal":"main"}; `entries` come from entry_to_wire.
std::string page_to_wire(const JournalId& journal, std::uint64_t head_seq, const Digest& head_hash,
    std::span<const std::string> entries, std::span<const EntryLink> links = {});
Result<JournalPage> page_from_wire(std::string_view text);

}
