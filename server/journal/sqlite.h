// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace watchfloor {

class SqliteQuery;

// One connection, used by one thread at a time. Never checkpoints by itself, not even when
// closed: only the writer of a file decides when.
class SqliteConnection {
public:
    enum class Mode { Create, ReadWrite, ReadOnly };

    static Result<SqliteConnection> open(const std::filesystem::path& file, Mode mode, const std::string& vfs = {});
    SqliteConnection(SqliteConnection&& other) noexcept;
    SqliteConnection& operator=(SqliteConnection&& other) noexcept;
    ~SqliteConnection();

    // Runs statements whose rows do not matter.
    Result<void> execute(const char* sql);

    // Runs a statement and returns the first column of its first row.
    Result<std::int64_t> integer(const char* sql);
    Result<std::string> text(const char* sql);

    // Runs `body` between BEGIN IMMEDIATE and COMMIT; rolls back when any of it fails.
    template<typename Body>
    Result<void> transaction(Body&& body)
    {
        RETURN_IF_ERROR(begin());
        Result<void> outcome = body();
        if (outcome.ok()) {
            outcome = commit();
        }
        if (!outcome.ok()) {
            roll_back();
        }
        return outcome;
    }

    // SQLite's extended code of the last failure, 0 if there was none since clear_failure().
    int failure() const { return failure_; }
    void clear_failure() { failure_ = 0; }

    // Turns the code of a call made through handle() into a result, and remembers a failure.
    Result<void> report(int code);
    sqlite3* handle() const { return handle_; }

private:
    friend class SqliteQuery;

    explicit SqliteConnection(sqlite3* handle) : handle_(handle) { }
    sqlite3_stmt* prepared(const char* sql);
    Result<void> begin();
    Result<void> commit();
    Error fail(int code);
    void roll_back();
    void close();

    sqlite3* handle_ = nullptr;
    int failure_ = 0;
    std::unordered_map<const char*, sqlite3_stmt*> statements_ {}; // by the literal's address
};

// One execution of a statement the connection keeps prepared. `sql` is a string literal; only
// one execution of it at a time. Failures of bind and step surface in finish() and run(). Bound
// bytes must live until then.
class SqliteQuery {
public:
    SqliteQuery(SqliteConnection& connection, const char* sql);
    ~SqliteQuery();
    SqliteQuery(const SqliteQuery&) = delete;
    SqliteQuery& operator=(const SqliteQuery&) = delete;

    // Binds the next parameter.
    SqliteQuery& integer(std::int64_t value);
    SqliteQuery& number(std::uint64_t value) { return integer(static_cast<std::int64_t>(value)); }
    SqliteQuery& text(std::string_view value);
    SqliteQuery& blob(std::string_view value);
    SqliteQuery& null();

    // True while there is a row.
    bool step();
    std::int64_t integer_at(int column) const;
    std::uint64_t number_at(int column) const { return static_cast<std::uint64_t>(integer_at(column)); }
    std::string_view bytes_at(int column) const; // until the next step
    bool null_at(int column) const;

    Result<void> finish();
    Result<void> run();       // steps to the end
    Result<void> run_again(); // the same, and ready to bind the next row

private:
    SqliteConnection& connection_;
    sqlite3_stmt* statement_ = nullptr;
    int code_ = 0;
    int bound_ = 0;
};

// What a failure means for those who write.
enum class SqliteTrouble {
    None,
    Passing, // no space, read-only, I/O error, locked: may work again
    Lasting, // a failed sync, damage: nothing may be written before a restart and a verify
};
SqliteTrouble sqlite_trouble(int extended_code);

}
