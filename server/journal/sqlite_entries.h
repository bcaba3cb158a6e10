// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"
#include "shared/core/sealed_entry.h"

#include <array>
#include <string_view>

namespace watchfloor {

// Columns of `entries` in the order that read_entry() expects.
#define WATCHFLOOR_ENTRY_COLUMNS "e.id, e.seal, e.head, e.facts, e.text, e.text_salt"

// How an entry lies in its row (see the schema): the packed seal has this size.
inline constexpr std::size_t kSealBytes = 2 * sizeof(Salt) + 4 * sizeof(Digest);

std::array<std::uint8_t, kSealBytes> pack_seal(const SealedEntry& entry);

// The entry of the current row, bytes exactly as stored. An error is damage.
Result<SealedEntry> read_entry(const SqliteQuery& row);

// The chain hash and the text's digest within a packed seal, which has the right size.
Digest chain_hash_in(std::string_view seal);
Digest text_digest_in(std::string_view seal);

// Bytes that one entry takes in an answer, for byte limits.
std::size_t stored_bytes(const SealedEntry& entry);

}
