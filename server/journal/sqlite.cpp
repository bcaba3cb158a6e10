// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <utility>

namespace watchfloor {
namespace {

// Waits this long for a lock that a foreign program holds; our own writers never collide.
constexpr int kBusyMillis = 2000;

std::string sentence_for(int code, const char* detail)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return "The disk that holds the data folder is full: make room there.";
    case SQLITE_READONLY:
        return "The data folder cannot be written to: it is read-only or owned by somebody else.";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return std::string { "The database is damaged (" } + detail
            + "): run `watchfloord verify`, then restore the newest backup.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "Another program holds the database locked: close it.";
    default:
        return std::string { "The database cannot be used (" } + detail + ", SQLite code " + std::to_string(code)
            + "): look at the disk and the system log.";
    }
}

// A new database is its owner's alone, and so are the log and the index that SQLite puts beside it: it gives them the
// rights of the database. One that is there keeps its own, and is not opened here: closing it would end SQLite's locks.
void create_for_owner(const std::filesystem::path& file)
{
    const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0) {
        ::close(made);
    }
}

}

SqliteTrouble sqlite_trouble(int extended_code)
{
    if (extended_code == SQLITE_OK) {
        return SqliteTrouble::None;
    }
    if (extended_code == SQLITE_IOERR_FSYNC || extended_code == SQLITE_IOERR_DIR_FSYNC) {
        return SqliteTrouble::Lasting;
    }
    const int primary = extended_code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ? SqliteTrouble::Lasting : SqliteTrouble::Passing;
}

Result<SqliteConnection> SqliteConnection::open(const std::filesystem::path& file, Mode mode, const std::string& vfs)
{
    int flags = SQLITE_OPEN_NOMUTEX;
    switch (mode) {
    case Mode::Create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    case Mode::ReadWrite:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Mode::ReadOnly:
        flags |= SQLITE_OPEN_READONLY;
        break;
    }
    if (mode == Mode::Create && file != ":memory:") {
        create_for_owner(file);
    }
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
    SqliteConnection connection { handle };
    if (code != SQLITE_OK) {
        return connection.fail(code);
    }
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyMillis);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // A file from elsewhere must not run code through its own schema.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    RETURN_IF_ERROR(connection.execute("PRAGMA wal_autocheckpoint=0"));
    if (mode == Mode::ReadOnly) {
        RETURN_IF_ERROR(connection.execute("PRAGMA query_only=1"));
    }
    return connection;
}

SqliteConnection::SqliteConnection(SqliteConnection&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr))
    , failure_(other.failure_)
    , statements_(std::move(other.statements_))
{
    other.statements_.clear();
}

SqliteConnection& SqliteConnection::operator=(SqliteConnection&& other) noexcept
{
    if (this != &other) {
        close();
        handle_ = std::exchange(other.handle_, nullptr);
        failure_ = other.failure_;
        statements_ = std::exchange(other.statements_, {});
    }
    return *this;
}

SqliteConnection::~SqliteConnection()
{
    close();
}

void SqliteConnection::close()
{
    for (const auto& [sql, statement] : statements_) {
        sqlite3_finalize(statement);
    }
    statements_.clear();
    if (handle_ != nullptr) {
        VERIFY(sqlite3_close(handle_) == SQLITE_OK);
        handle_ = nullptr;
    }
}

Error SqliteConnection::fail(int code)
{
    if (handle_ != nullptr && (code & 0xff) == code && sqlite3_extended_errcode(handle_) % 256 == code) {
        code = sqlite3_extended_errcode(handle_);
    }
    failure_ = code;
    return Error { ErrorCode::Unavailable,
        sentence_for(code, handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code)) };
}

Result<void> SqliteConnection::execute(const char* sql)
{
    return report(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

// Kept prepared: a small transaction takes as long to parse as to carry out.
Result<void> SqliteConnection::begin()
{
    return SqliteQuery { *this, "BEGIN IMMEDIATE" }.run();
}

Result<void> SqliteConnection::commit()
{
    return SqliteQuery { *this, "COMMIT" }.run();
}

Result<void> SqliteConnection::report(int code)
{
    return code == SQLITE_OK ? Result<void> {} : fail(code);
}

// A failed statement may have rolled back by itself; a second attempt would only hide its error.
void SqliteConnection::roll_back()
{
    if (sqlite3_get_autocommit(handle_) == 0) {
        const int failure = failure_;
        sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
        failure_ = failure;
    }
}

sqlite3_stmt* SqliteConnection::prepared(const char* sql)
{
    const auto known = statements_.find(sql);
    if (known != statements_.end()) {
        return known->second;
    }
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
        return nullptr;
    }
    statements_.emplace(sql, statement);
    return statement;
}

Result<std::int64_t> SqliteConnection::integer(const char* sql)
{
    SqliteQuery query { *this, sql };
    const std::int64_t value = query.step() ? query.integer_at(0) : 0;
    RETURN_IF_ERROR(query.finish());
    return value;
}

Result<std::string> SqliteConnection::text(const char* sql)
{
    SqliteQuery query { *this, sql };
    std::string value { query.step() ? query.bytes_at(0) : std::string_view {} };
    RETURN_IF_ERROR(query.finish());
    return value;
}

SqliteQuery::SqliteQuery(SqliteConnection& connection, const char* sql)
    : connection_(connection), statement_(connection.prepared(sql))
{
    if (statement_ == nullptr) {
        code_ = sqlite3_extended_errcode(connection.handle_);
    }
}

SqliteQuery::~SqliteQuery()
{
    if (statement_ != nullptr) {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
}

SqliteQuery& SqliteQuery::integer(std::int64_t value)
{
    if (code_ == SQLITE_OK) {
        code_ = sqlite3_bind_int64(statement_, ++bound_, value);
    }
    return *this;
}

SqliteQuery& SqliteQuery::text(std::string_view value)
{
    if (code_ == SQLITE_OK) {
        // A null pointer would bind NULL; an empty text is a text.
        code_ = sqlite3_bind_text64(
            statement_, ++bound_, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    return *this;
}

SqliteQuery& SqliteQuery::blob(std::string_view value)
{
    if (code_ == SQLITE_OK) {
        code_
            = sqlite3_bind_blob64(statement_, ++bound_, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC);
    }
    return *this;
}

SqliteQuery& SqliteQuery::null()
{
    if (code_ == SQLITE_OK) {
        code_ = sqlite3_bind_null(statement_, ++bound_);
    }
    return *this;
}

bool SqliteQuery::step()
{
    if (code_ != SQLITE_OK && code_ != SQLITE_ROW) {
        return false;
    }
    code_ = sqlite3_step(statement_);
    return code_ == SQLITE_ROW;
}

std::int64_t SqliteQuery::integer_at(int column) const
{
    return sqlite3_column_int64(statement_, column);
}

std::string_view SqliteQuery::bytes_at(int column) const
{
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr ? std::string_view {}
                            : std::string_view { static_cast<const char*>(bytes), static_cast<std::size_t>(size) };
}

bool SqliteQuery::null_at(int column) const
{
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<void> SqliteQuery::finish()
{
    if (code_ == SQLITE_OK || code_ == SQLITE_ROW || code_ == SQLITE_DONE) {
        return {};
    }
    return connection_.fail(code_);
}

Result<void> SqliteQuery::run()
{
    while (step()) { }
    return finish();
}

Result<void> SqliteQuery::run_again()
{
    RETURN_IF_ERROR(run());
    sqlite3_reset(statement_);
    code_ = SQLITE_OK;
    bound_ = 0;
    return {};
}

}
