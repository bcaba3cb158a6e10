// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_reads.h"

#include "server/journal/sqlite_entries.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Reserving more than this for an answer that may be short would waste memory.
constexpr std::size_t kReserveAtMost = 4096;

Result<SealedEntries> collect(SqliteQuery& query, ReadLimits limits)
{
    SealedEntries entries;
    entries.reserve(std::min(limits.entries, kReserveAtMost));
    std::size_t bytes = 0;
    while (bytes < limits.bytes && query.step()) {
        ASSIGN_OR_RETURN(auto entry, read_entry(query));
        bytes += stored_bytes(entry);
        if (bytes > limits.bytes && !entries.empty()) {
            break;
        }
        entries.push_back(std::move(entry));
    }
    RETURN_IF_ERROR(query.finish());
    return entries;
}

std::uint64_t row_limit(ReadLimits limits)
{
    return std::max<std::size_t>(limits.entries, 1);
}

}

Result<std::unique_ptr<SqliteReaders>> SqliteReaders::open(
    const std::filesystem::path& database, const std::string& vfs, std::size_t count)
{
    auto pool = std::make_unique<SqliteReaders>();
    for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
        ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(database, SqliteConnection::Mode::ReadOnly, vfs));
        RETURN_IF_ERROR(connection.execute("PRAGMA cache_size=-4096"));
        pool->connections_.push_back(std::move(connection));
    }
    for (SqliteConnection& connection : pool->connections_) {
        pool->free_.push_back(&connection);
    }
    return pool;
}

SqliteConnection* SqliteReaders::take()
{
    std::unique_lock lock { mutex_ };
    freed_.wait(lock, [&] { return !free_.empty(); });
    SqliteConnection* connection = free_.back();
    free_.pop_back();
    return connection;
}

void SqliteReaders::give_back(SqliteConnection* connection)
{
    {
        const std::lock_guard lock { mutex_ };
        free_.push_back(connection);
    }
    freed_.notify_one();
}

Result<SealedEntries> read_rows(
    SqliteConnection& connection, std::uint64_t first, std::uint64_t last, ReadLimits limits)
{
    SqliteQuery query { connection,
        "SELECT " WATCHFLOOR_ENTRY_COLUMNS " FROM entries e WHERE e.id BETWEEN ?1 AND ?2 ORDER BY e.id LIMIT ?3" };
    query.number(first).number(last).number(row_limit(limits));
    return collect(query, limits);
}

Result<SealedEntries> read_subject_rows(
    SqliteConnection& connection, std::string_view subject, std::uint64_t first, std::uint64_t last, ReadLimits limits)
{
    // CROSS JOIN fixes the order: subjects drive, entries are looked up.
    SqliteQuery query { connection,
        "SELECT " WATCHFLOOR_ENTRY_COLUMNS " FROM"
        " (SELECT id FROM entry_subjects WHERE subject = ?1 AND id BETWEEN ?2 AND ?3"
        " UNION SELECT id FROM fresh_subjects WHERE subject = ?1 AND id BETWEEN ?2 AND ?3 ORDER BY id LIMIT ?4) s"
        " CROSS JOIN entries e ON e.id = s.id ORDER BY s.id" };
    query.text(subject).number(first).number(last).number(row_limit(limits));
    return collect(query, limits);
}

}
