// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"
#include "server/journal/store.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace watchfloor {

// A few read-only connections shared by all threads; whoever finds none free waits. A reading
// ends within one call, so that the log can always be folded back.
// No memory mapping: an I/O error would then be a SIGBUS instead of an error.
class SqliteReaders {
public:
    static Result<std::unique_ptr<SqliteReaders>> open(
        const std::filesystem::path& database, const std::string& vfs, std::size_t count);

    // Called, by whoever read, when SQLite itself cannot make sense of the file. Before the first reading.
    void on_damage(std::function<void(const std::string& what)> told) { on_damage_ = std::move(told); }

    // One connection for as long as this object lives.
    class Borrowed {
    public:
        explicit Borrowed(SqliteReaders& pool) : pool_(pool), connection_(pool.take()) { }
        ~Borrowed() { pool_.give_back(connection_); }
        Borrowed(const Borrowed&) = delete;
        Borrowed& operator=(const Borrowed&) = delete;
        SqliteConnection& operator*() const { return *connection_; }

    private:
        SqliteReaders& pool_;
        SqliteConnection* connection_;
    };

    // Nobody reads while this lives: who does ends first, however long that takes, and who comes waits. One at a time,
    // and not by somebody who reads. Nothing where there is no pool.
    class Rest {
    public:
        explicit Rest(SqliteReaders* pool);
        ~Rest();
        Rest(const Rest&) = delete;
        Rest& operator=(const Rest&) = delete;

    private:
        SqliteReaders* pool_;
    };

private:
    SqliteConnection* take();
    void give_back(SqliteConnection* connection);

    std::function<void(const std::string&)> on_damage_ {};
    std::mutex mutex_;
    std::condition_variable freed_;
    bool resting_ = false;
    std::vector<SqliteConnection> connections_ {};
    std::vector<SqliteConnection*> free_ {};
};

using SealedEntries = std::vector<SealedEntry>;

// Who is told of an entry that does not verify, whatever becomes of it for the reader; may be empty.
using TellDamage = std::function<void(std::uint64_t seq, const std::string& defect)>;

// Entries of rows first..last of one journal in order, cut by the limits.
Result<SealedEntries> read_rows(
    SqliteConnection& connection, std::uint64_t first, std::uint64_t last, ReadLimits limits, const TellDamage& tell);

// The same for the entries that name a subject.
Result<SealedEntries> read_subject_rows(SqliteConnection& connection, std::string_view subject, std::uint64_t first,
    std::uint64_t last, ReadLimits limits, const TellDamage& tell);

// What a reader gets instead of an entry that is not there.
Error missing_entry(std::uint64_t seq, const TellDamage& tell);

}
