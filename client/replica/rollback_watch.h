// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sealed_entry.h"
#include "shared/core/time.h"
#include "shared/wire/entries/entry_wire.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The server no longer has what this program had of a journal: its data folder is an older one, or another.
struct HistoryBack {
    std::uint64_t held = 0; // the last entry known here
    std::uint64_t head = 0; // the server's last
    Timestamp noticed_at {};
    bool kept = false; // it is still shown
};

// What outlasts the program of that: numbers and hashes, no word.
struct HistoryMark {
    std::string hash {};
    std::uint64_t hash_seq = 0;
    std::uint64_t held = 0;
    std::string identity {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("hash", self.hash);
        visit("hash_seq", self.hash_seq);
        visit("held", self.held);
        visit("identity", self.identity);
    }
};

// What is remembered of one journal's chain, to notice that the server has another: a head below what is held, another
// hash at a number that is held, or another first entry. Outlasts a sign-out; the entries' words do not.
class RollbackWatch {
public:
    std::uint64_t held() const { return held_; }
    // The entry whose hash is known, if one is.
    std::optional<std::uint64_t> known() const { return hash_ ? std::optional { hash_seq_ } : std::nullopt; }

    // Of that entry, or zeros.
    Digest hash() const { return hash_.value_or(Digest {}); }

    // Whether a journal of this first entry that ends there may be the one that is held.
    bool may_be(const std::string& identity, std::uint64_t head) const;
    // Whether an entry is the one held of its number, or follows it.
    bool accepts(const SealedEntry& entry) const;
    // Whether the page asked for with `after` = known - 1 still begins with the entry that is held.
    bool accepts(const JournalPage& page) const;

    void loaded(const std::string& identity, std::uint64_t seq);
    // With the line it came as, for the file.
    void take(const SealedEntry& entry, std::string_view line);
    // The hash of an entry of the past, where none is known.
    void know(const SealedEntry& entry);
    void forget_words();

    // For the next start of the program; and what an earlier one left.
    HistoryMark mark() const;
    void remember(const HistoryMark& mark);

    // The entries that came since it was loaded, as GET /api/v1/journal gives them.
    std::string page(const std::string& journal) const;

private:
    static constexpr std::size_t kMostLines = 5'000;
    static constexpr std::size_t kMostBytes = std::size_t { 8 } << 20;

    std::string identity_ {};
    std::uint64_t held_ = 0;
    std::uint64_t hash_seq_ = 0;
    std::optional<Digest> hash_ {};
    std::deque<std::string> lines_ {};
    std::size_t bytes_ = 0;
};

}
