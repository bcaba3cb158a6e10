// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_reads.h"

#include "server/journal/entry_check.h"
#include "server/journal/sqlite_entries.h"
#include "server/journal/sqlite_schema.h"

#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace watchfloor {
namespace {

// Reserving more than this for an answer that may be short would waste memory.
constexpr std::size_t kReserveAtMost = 4096;

Error damaged_entry(const std::string& defect, std::uint64_t seq)
{
    return Error { ErrorCode::Internal,
        "The journal is damaged at " + defect + ". It is not shown as if it were whole: run `watchfloord verify` and "
            + "compare with the newest backup. What follows can be read after " + std::to_string(seq) + "." };
}

void tell_damage(const TellDamage& tell, std::uint64_t seq, const std::string& defect)
{
    if (tell) {
        tell(seq, defect);
    }
}

// Entries as their rows come, and what becomes of one that does not verify.
class Collector {
public:
    Collector(SqliteConnection& connection, ReadLimits limits, const TellDamage& tell)
        : check_(connection), limits_(limits), tell_(tell)
    {
        entries_.reserve(std::min(limits.entries, kReserveAtMost));
    }

    // `expected`, where it is not 0, is the row that must come first, and each the one after the last.
    Result<SealedEntries> collect(SqliteQuery& query, std::uint64_t expected = 0)
    {
        while (bytes_ < limits_.bytes && query.step()) {
            const std::uint64_t row = query.number_at(0);
            if (expected != 0 && row != std::exchange(expected, row + 1) && limits_.damaged != Damaged::AsStored) {
                const std::string defect = about_entry(last_seq_ + 1, "it is missing");
                tell_damage(tell_, last_seq_ + 1, defect);
                if (limits_.damaged == Damaged::Refused) {
                    return refuse(defect, last_seq_ + 1);
                }
            }
            last_seq_ = seq_of(row);
            ASSIGN_OR_RETURN(auto entry, entry_of(query, row));
            if (!entry) {
                return refuse(defect_, last_seq_);
            }
            bytes_ += stored_bytes(*entry);
            if (bytes_ > limits_.bytes && !entries_.empty()) {
                break;
            }
            entries_.push_back(std::move(*entry));
        }
        RETURN_IF_ERROR(query.finish());
        return std::move(entries_);
    }

    // The sequence number that the reader has.
    Collector& after(std::uint64_t seq)
    {
        last_seq_ = seq;
        return *this;
    }

private:
    // Nothing: the read ends before this entry, which is what defect_ says of it.
    Result<std::optional<SealedEntry>> entry_of(const SqliteQuery& query, std::uint64_t row)
    {
        auto entry = query.null_at(1)
            ? Result<SealedEntry> { Error { ErrorCode::Internal, about_entry(seq_of(row), "it is missing") } }
            : read_entry(query);
        if (limits_.damaged == Damaged::AsStored) {
            RETURN_IF_ERROR(entry);
            return std::optional { std::move(entry).value() };
        }
        defect_ = entry.ok() ? check_.next(row, entry.value()) : entry.error().message;
        if (defect_.empty()) {
            return std::optional { std::move(entry).value() };
        }
        tell_damage(tell_, seq_of(row), defect_);
        return limits_.damaged == Damaged::AsStub ? stub_of(entry, seq_of(row)) : std::optional<SealedEntry> {};
    }

    static std::optional<SealedEntry> stub_of(const Result<SealedEntry>& entry, std::uint64_t seq)
    {
        SealedEntry stub;
        if (entry.ok()) {
            stub = entry.value();
        }
        stub.seq = seq;
        stub.head.reset();
        stub.facts.reset();
        stub.text.reset();
        return stub;
    }

    Result<SealedEntries> refuse(const std::string& defect, std::uint64_t seq)
    {
        if (!entries_.empty()) {
            return std::move(entries_);
        }
        return damaged_entry(defect, seq);
    }

    ReadCheck check_;
    const ReadLimits limits_;
    const TellDamage& tell_;
    SealedEntries entries_ {};
    std::size_t bytes_ = 0;
    std::uint64_t last_seq_ = 0;
    std::string defect_ {};
};

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
    freed_.wait(lock, [&] { return !resting_ && !free_.empty(); });
    SqliteConnection* connection = free_.back();
    free_.pop_back();
    return connection;
}

void SqliteReaders::give_back(SqliteConnection* connection)
{
    if (on_damage_ && sqlite_trouble(connection->failure()) == SqliteTrouble::Lasting) {
        on_damage_(std::string { "SQLite cannot read all of its file: " } + sqlite3_errstr(connection->failure()));
    }
    connection->clear_failure();
    {
        const std::lock_guard lock { mutex_ };
        free_.push_back(connection);
    }
    freed_.notify_all();
}

SqliteReaders::Rest::Rest(SqliteReaders* pool) : pool_(pool)
{
    if (pool_ != nullptr) {
        std::unique_lock lock { pool_->mutex_ };
        pool_->resting_ = true;
        pool_->freed_.wait(lock, [&] { return pool_->free_.size() == pool_->connections_.size(); });
    }
}

SqliteReaders::Rest::~Rest()
{
    if (pool_ != nullptr) {
        {
            const std::lock_guard lock { pool_->mutex_ };
            pool_->resting_ = false;
        }
        pool_->freed_.notify_all();
    }
}

Error missing_entry(std::uint64_t seq, const TellDamage& tell)
{
    const std::string defect = about_entry(seq, "it is missing");
    tell_damage(tell, seq, defect);
    return damaged_entry(defect, seq);
}

Result<SealedEntries> read_rows(
    SqliteConnection& connection, std::uint64_t first, std::uint64_t last, ReadLimits limits, const TellDamage& tell)
{
    SqliteQuery query { connection,
        "SELECT " WATCHFLOOR_ENTRY_COLUMNS " FROM entries e WHERE e.id BETWEEN ?1 AND ?2 ORDER BY e.id LIMIT ?3" };
    query.number(first).number(last).number(row_limit(limits));
    return Collector { connection, limits, tell }.after(seq_of(first) - 1).collect(query, first);
}

Result<SealedEntries> read_subject_rows(SqliteConnection& connection, std::string_view subject, std::uint64_t first,
    std::uint64_t last, ReadLimits limits, const TellDamage& tell)
{
    // LEFT JOIN fixes the order, subjects drive and entries are looked up; and one that is missing is told.
    SqliteQuery query { connection,
        "SELECT s.id, e.seal, e.head, e.facts, e.text, e.text_salt FROM"
        " (SELECT id FROM entry_subjects WHERE subject = ?1 AND id BETWEEN ?2 AND ?3"
        " UNION SELECT id FROM fresh_subjects WHERE subject = ?1 AND id BETWEEN ?2 AND ?3 ORDER BY id LIMIT ?4) s"
        " LEFT JOIN entries e ON e.id = s.id ORDER BY s.id" };
    query.text(subject).number(first).number(last).number(row_limit(limits));
    return Collector { connection, limits, tell }.collect(query);
}

}
