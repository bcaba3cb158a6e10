// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace watchfloor {

// What is wrong, in order of importance. seq 0: not about one entry.
struct Defect {
    JournalId journal {};
    std::uint64_t seq = 0;
    std::string what {}; // "entry 17: the head does not match its digest"
};

struct JournalReport {
    JournalId id {};
    JournalHead head {};
    std::uint64_t entries = 0;
    std::uint64_t erased_texts = 0;
};

struct VerifyReport {
    std::vector<JournalReport> journals {};
    std::vector<Defect> defects {}; // for each journal the first broken entry only
    bool given_up = false;          // `go_on` said so: what was not looked at may be broken
    bool not_opened = false;        // no connection could be had: the system's trouble perhaps, not the journal's

    bool whole() const { return defects.empty(); }
};

// A head that was remembered elsewhere: signed, or kept by a console.
struct Anchor {
    JournalId journal {};
    JournalHead head {};
};

struct VerifyOptions {
    std::vector<Anchor> anchors {};
    bool references = true;  // also hold what is kept beside the entries against them (verify_derived.h)
    bool pages = true;       // also let SQLite check pages, indexes and what is defined
    bool in_slices = false;  // SQLite checks small tables only: of the others no transaction spans more than a page
    std::size_t workers = 0; // 0: one per core, at most 4
    std::function<bool()> go_on {}; // asked before each few thousand rows, by each worker; false: give up
};

// Walks every journal of a database over its stored bytes: digests of all parts present, chain,
// no gap, head, remembered head, what is derived from the entries, pages. Only reads, in short
// transactions, so that it can run beside a server's writer. Whatever prevents reading is a
// defect.
VerifyReport verify_database(const std::filesystem::path& database, const VerifyOptions& options = {});

// Checks entries as they stream by; what a reader uses that wants proof while it folds.
class ChainCheck {
public:
    explicit ChainCheck(JournalHead start) : head_(start) { }

    // Empty if the entry continues the chain and its parts match; otherwise what is wrong, and
    // the check stays where it was.
    std::string next(const SealedEntry& entry);
    const JournalHead& head() const { return head_; }

private:
    JournalHead head_;
};

}
