// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_schema.h"

#include "server/journal/durable_file.h"

#include <system_error>

namespace watchfloor {
namespace {

constexpr std::int64_t kJournalApplication = 0x57464c52; // "WFLR"

// `head`, `facts` and `text` are TEXT so that an auditor can read and query them as JSON with any
// SQLite tool. `seal` packs what only programs read: salts of head and facts, the three digests
// and the chain hash. The text's salt stands apart because it is erased with the text.
constexpr const char* kSchema = R"(
CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE journals(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, head_seq INTEGER NOT NULL, head_hash BLOB NOT NULL);
CREATE TABLE entries(id INTEGER PRIMARY KEY, seal BLOB NOT NULL, head TEXT NOT NULL, facts TEXT NOT NULL, text TEXT, text_salt BLOB);
CREATE TABLE entry_subjects(subject TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(subject, id)) WITHOUT ROWID;
CREATE TABLE unique_keys(journal INTEGER NOT NULL, scope TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(journal, scope, key)) WITHOUT ROWID;
CREATE TABLE erasures(id INTEGER PRIMARY KEY, text_digest BLOB NOT NULL);
CREATE TABLE leases(journal INTEGER NOT NULL, alert TEXT NOT NULL, end_millis INTEGER NOT NULL, length_millis INTEGER NOT NULL, PRIMARY KEY(journal, alert)) WITHOUT ROWID;
CREATE TABLE secrets(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE idempotency(number INTEGER PRIMARY KEY, journal INTEGER NOT NULL, actor TEXT NOT NULL, route TEXT NOT NULL, key TEXT NOT NULL, request BLOB NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, status INTEGER NOT NULL, at_millis INTEGER NOT NULL);
CREATE UNIQUE INDEX idempotency_by_key ON idempotency(journal, actor, route, key);
CREATE INDEX idempotency_by_age ON idempotency(at_millis);
CREATE TABLE deliveries(id INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, source TEXT NOT NULL, received_millis INTEGER NOT NULL, full_bytes INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX deliveries_by_age ON deliveries(received_millis);
)" WATCHFLOOR_LATER_TABLES;

Error refusal(const DatabaseKind& kind, const std::filesystem::path& file, const std::string& why)
{
    return Error { ErrorCode::Unavailable, "The " + std::string { kind.name } + " " + file.string() + " " + why };
}

Result<void> build_at(const std::filesystem::path& file, const DatabaseKind& kind, const std::string& vfs)
{
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(file, SqliteConnection::Mode::Create, vfs));
    RETURN_IF_ERROR(connection.execute("PRAGMA synchronous=FULL"));
    return connection.transaction([&]() -> Result<void> {
        RETURN_IF_ERROR(connection.execute(kind.schema));
        const std::string stamp = "PRAGMA application_id=" + std::to_string(kind.application_id)
            + "; PRAGMA user_version=" + std::to_string(kind.version);
        return connection.execute(stamp.c_str());
    });
}

// Built under another name first: a crash in between leaves no half-made journal, and an empty
// file under the final name can only mean damage.
Result<void> create_database(const std::filesystem::path& file, const DatabaseKind& kind, const std::string& vfs)
{
    const std::filesystem::path building = file.string() + ".new";
    std::error_code ignored;
    std::filesystem::remove(building, ignored);
    RETURN_IF_ERROR(build_at(building, kind, vfs));
    return publish_file(building, file);
}

}

const DatabaseKind kJournalKind { "journal", kJournalApplication, kJournalSchema, kSchema };

Result<void> check_schema(SqliteConnection& connection, const DatabaseKind& kind)
{
    const std::string name { kind.name };
    ASSIGN_OR_RETURN(const auto application, connection.integer("PRAGMA application_id"));
    ASSIGN_OR_RETURN(const auto version, connection.integer("PRAGMA user_version"));
    if (application != kind.application_id) {
        return Error { ErrorCode::Unavailable,
            "This file is a database, but not a Watchfloor " + name + ": check the path. Nothing was changed." };
    }
    if (version > kind.version) {
        return Error { ErrorCode::Unavailable,
            "This " + name + " was written by a newer Watchfloor (schema " + std::to_string(version)
                + ", this one knows " + std::to_string(kind.version)
                + "): install that version or a later one. Nothing was changed." };
    }
    if (version < 1) {
        return Error {
            ErrorCode::Unavailable,
            "This " + name
                + " has no schema version, so it is damaged: run `watchfloord verify`, then restore the newest backup."
        };
    }
    return {};
}

Result<void> configure_writer(SqliteConnection& connection)
{
    ASSIGN_OR_RETURN(const auto mode, connection.text("PRAGMA journal_mode=WAL"));
    if (mode != "wal") {
        return Error { ErrorCode::Unavailable,
            "The data folder's file system cannot hold a write-ahead log: use a local disk." };
    }
    return connection.execute(
        "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-2048; PRAGMA journal_size_limit=16777216");
}

Result<void> prepare_database(const std::filesystem::path& file, const DatabaseKind& kind, const std::string& vfs)
{
    std::error_code failed;
    const bool exists = std::filesystem::exists(file, failed);
    if (failed) {
        return refusal(kind, file, "cannot be looked at: " + failed.message() + ".");
    }
    if (!exists) {
        if (std::filesystem::exists(file.string() + "-wal", failed)) {
            return refusal(kind, file,
                "is missing although its log is there: put the file back or restore a backup. Nothing was changed.");
        }
        return create_database(file, kind, vfs);
    }
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || size == 0) {
        return refusal(kind, file, "is empty, so it was truncated: restore the newest backup. Nothing was changed.");
    }
    // Read-only first: what is refused must stay exactly as it was found.
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(file, SqliteConnection::Mode::ReadOnly, vfs));
    return check_schema(connection, kind);
}

}
