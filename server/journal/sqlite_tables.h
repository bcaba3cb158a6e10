// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/side_tables.h"
#include "server/journal/sqlite.h"
#include "server/journal/store.h"

#include <cstdint>
#include <span>

namespace watchfloor {

// Writing the rows of one append, within the caller's transaction. All of them expect a checked
// batch and leave rolling back to the caller.
Result<void> write_entries(
    SqliteConnection& connection, std::uint64_t journal_number, std::span<const SealedEntry> entries);
Result<void> write_extras(SqliteConnection& connection, std::uint64_t journal_number, const Extras& extras);
Result<void> write_head(
    SqliteConnection& connection, std::uint64_t journal_number, const JournalId& journal, const JournalHead& head);

// Deletes side rows recorded before `deadline`, at most `limit` of each kind; how many went.
// The oldest `limit` fresh leases of entries up to `up_to`; says how many there were.
Result<std::int64_t> delete_fresh_leases(
    SqliteConnection& connection, std::uint64_t journal_number, std::uint64_t up_to, std::int64_t limit);
Result<std::int64_t> delete_expired(SqliteConnection& connection, Timestamp deadline, std::int64_t limit);

}
