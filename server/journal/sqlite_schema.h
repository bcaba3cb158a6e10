// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace watchfloor {

inline constexpr std::int64_t kJournalSchema = 1;

// Where an entry's subjects arrive, one after the other. They are filed under `entry_subjects` many at
// once: an alert's subject is a hash, and each one alone would rewrite a page of that index.
#define WATCHFLOOR_FRESH_SUBJECTS                                                                                     \
    "CREATE TABLE IF NOT EXISTS fresh_subjects(id INTEGER NOT NULL, subject TEXT NOT NULL, PRIMARY KEY(id, subject))" \
    " WITHOUT ROWID;"

// Likewise the lease of each alert that fires, by the entry that says so; filed under `leases` with what was renewed.
#define WATCHFLOOR_FRESH_LEASES                                                                                \
    "CREATE TABLE IF NOT EXISTS fresh_leases(id INTEGER PRIMARY KEY, alert TEXT NOT NULL, end_millis INTEGER " \
    "NOT NULL, length_millis INTEGER NOT NULL);"

// The tables that databases of before do not have. Whoever writes makes them.
#define WATCHFLOOR_LATER_TABLES WATCHFLOOR_FRESH_SUBJECTS WATCHFLOOR_FRESH_LEASES

// An entry's row id: the journal's number above its sequence number, so that one index serves
// both, entries of one journal lie together and a range of them is a range of rows.
inline constexpr unsigned kSeqBits = 40;
inline constexpr std::uint64_t kMaxSeq = (std::uint64_t { 1 } << kSeqBits) - 1;
inline constexpr std::uint64_t kMaxJournalNumber = (std::uint64_t { 1 } << (63 - kSeqBits)) - 1;

constexpr std::uint64_t row_id(std::uint64_t journal_number, std::uint64_t seq)
{
    return journal_number << kSeqBits | seq;
}
constexpr std::uint64_t seq_of(std::uint64_t row)
{
    return row & kMaxSeq;
}

// One kind of database file.
struct DatabaseKind {
    const char* name = ""; // for people: "journal"
    std::int64_t application_id = 0;
    std::int64_t version = 0;
    const char* schema = "";
};
extern const DatabaseKind kJournalKind;

// Makes sure that there is a database of this kind at `file`: creates it whole or not at all,
// refuses what is missing its log's database, empty, truncated, foreign or newer.
Result<void> prepare_database(const std::filesystem::path& file, const DatabaseKind& kind, const std::string& vfs);

// Refuses a database that is of another kind or newer than this program; nothing is changed.
Result<void> check_schema(SqliteConnection& connection, const DatabaseKind& kind);

// Durability and size limits of the connection that writes.
Result<void> configure_writer(SqliteConnection& connection);

}
