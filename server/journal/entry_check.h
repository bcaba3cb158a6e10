// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"
#include "shared/core/sealed_entry.h"

#include <cstdint>
#include <optional>
#include <string>

namespace watchfloor {

// Whether a stored entry is still the one that was sealed.

// "entry 17: what is wrong with it"
std::string about_entry(std::uint64_t seq, const std::string& what);

// What is wrong with an entry that follows `previous`; empty if nothing is. Where that is not known, the entry is only
// held against its own digests.
std::string defect_of(const SealedEntry& entry, const std::optional<Digest>& previous);

// The hash that the entry of this row continues; absent if the entry before is missing or unreadable, which is that
// one's defect.
std::optional<Digest> hash_before(SqliteConnection& connection, std::uint64_t row);

inline constexpr const char* kTextWithoutErasure = "its text is missing although no erasure orders that";

// Whether the entry had a text once. It may have been sealed without one; any other absent text must have been ordered
// away, and then it is so.
bool lost_its_text(const SealedEntry& entry);
bool erasure_ordered(SqliteConnection& connection, std::uint64_t row, const SealedEntry& entry);

// Checks the entries of one journal as they are read, in the order of their rows.
class ReadCheck {
public:
    explicit ReadCheck(SqliteConnection& connection) : connection_(connection) { }

    // Empty if the entry of this row verifies.
    std::string next(std::uint64_t row, const SealedEntry& entry);

private:
    SqliteConnection& connection_;
    std::uint64_t last_row_ = 0;
    Digest last_hash_ {};
};

}
