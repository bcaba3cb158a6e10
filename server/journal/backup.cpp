// SPDX-License-Identifier: Apache-2.0
#include "server/journal/backup.h"

#include "server/journal/durable_file.h"
#include "server/journal/erase_again.h"
#include "server/journal/erasure_ledger.h"
#include "server/journal/head_file.h"
#include "server/journal/sqlite_schema.h"
#include "server/journal/sqlite_writer.h"
#include "server/journal/verify.h"

#include <sqlite3.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>

namespace watchfloor {
namespace {

namespace fs = std::filesystem;

// Copied while holding the writer, then a pause in which queued appends go first.
constexpr int kPagesPerStep = 256;
constexpr std::chrono::milliseconds kPauseBetweenSteps { 1 };

Error backup_error(const std::string& what)
{
    return Error { ErrorCode::Unavailable, what };
}

struct BackupCloser {
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};
using BackupHandle = std::unique_ptr<sqlite3_backup, BackupCloser>;

// A backup is one plain file: no log beside it that could be left behind.
Result<void> settle(const fs::path& file)
{
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(file, SqliteConnection::Mode::ReadWrite));
    ASSIGN_OR_RETURN(const auto mode, connection.text("PRAGMA journal_mode=DELETE"));
    return mode == "delete" ? Result<void> {}
                            : backup_error("The copy " + file.string() + " could not be closed: look at the disk.");
}

Result<std::vector<JournalReport>> verify_copy(const fs::path& file)
{
    VerifyReport report = verify_database(file);
    if (!report.whole()) {
        return backup_error("The copy " + file.string() + " is not whole: " + report.defects.front().what);
    }
    return std::move(report.journals);
}

void remove_with_logs(const fs::path& file)
{
    std::error_code ignored;
    for (const char* suffix : { "", "-wal", "-shm", "-journal" }) {
        fs::remove(file.string() + suffix, ignored);
    }
}

// What was erased and revoked since the backup was made. An old backup lacks the tables that came later.
Result<void> replay_lists(const fs::path& file, const fs::path& lists, RestoreReport& report)
{
    ASSIGN_OR_RETURN(const auto erasures, read_erasure_ledger(erasure_ledger_beside(lists / "journal.db")));
    ASSIGN_OR_RETURN(const auto revocations, RevocationList::read(RevocationList::beside(lists / "journal.db")));
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(file, SqliteConnection::Mode::ReadWrite));
    RETURN_IF_ERROR(connection.execute("PRAGMA secure_delete=ON; PRAGMA synchronous=FULL"));
    return connection.transaction([&]() -> Result<void> {
        RETURN_IF_ERROR(connection.execute(WATCHFLOOR_LATER_TABLES));
        ASSIGN_OR_RETURN(report.erased, erase_again(connection, erasures));
        ASSIGN_OR_RETURN(report.dropped, drop_secrets(connection, revocations));
        return {};
    });
}

// Those that are not there; an error unless the caller goes on without them.
Result<std::vector<std::string>> missing_lists(const RestoreOptions& options, const fs::path& lists)
{
    std::vector<std::string> missing;
    for (const fs::path& list :
        { erasure_ledger_beside(lists / "journal.db"), RevocationList::beside(lists / "journal.db") }) {
        std::error_code failed;
        if (!fs::exists(list, failed) || failed) {
            missing.push_back(list.string());
        }
    }
    if (missing.empty() || options.without_lists) {
        return missing;
    }
    return Error { ErrorCode::GateNotMet,
        "There is no " + missing.front()
            + ": what was erased or revoked since the backup would be back. Name the folder that holds the lost "
              "server's `erasures` and `revocations` with --lists, or say --without-lists if they are lost. Nothing "
              "was changed." };
}

// The lists of another folder hold for this one from now on.
Result<void> keep_list(const fs::path& from, const fs::path& to)
{
    std::error_code failed;
    if (!fs::exists(from, failed) || fs::equivalent(from, to, failed)) {
        return {};
    }
    std::ifstream stream { from, std::ios::binary };
    const std::string lines { std::istreambuf_iterator<char> { stream }, {} };
    return append_lines(to, lines);
}

Result<void> copy_backup(const RestoreOptions& options, const fs::path& copy)
{
    std::error_code failed;
    fs::copy_file(options.backup, copy, failed);
    if (failed) {
        return backup_error(
            "The backup " + options.backup.string() + " could not be copied: " + failed.message() + ".");
    }
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(copy, SqliteConnection::Mode::ReadOnly));
    if (const auto kind = check_schema(connection, kJournalKind); !kind.ok()) {
        return backup_error(options.backup.string() + " cannot be restored. " + kind.error().message);
    }
    return {};
}

Result<RestoreReport> bring_back(const RestoreOptions& options, const fs::path& copy)
{
    const fs::path folder = fs::absolute(options.database).parent_path();
    const fs::path lists = options.lists.empty() ? folder : fs::absolute(options.lists);
    RestoreReport report;
    ASSIGN_OR_RETURN(report.missing_lists, missing_lists(options, lists));
    RETURN_IF_ERROR(copy_backup(options, copy));
    RETURN_IF_ERROR(replay_lists(copy, lists, report));
    RETURN_IF_ERROR(settle(copy));
    ASSIGN_OR_RETURN(report.journals, verify_copy(copy));
    for (const auto& beside : { erasure_ledger_beside, RevocationList::beside }) {
        RETURN_IF_ERROR(keep_list(beside(lists / "journal.db"), beside(options.database)));
    }
    // What the lost database left behind does not belong to this one. A snapshot may hold what was erased.
    std::error_code failed;
    fs::remove(HeadFile::beside(options.database), failed);
    fs::remove(verify_needed_beside(options.database), failed);
    fs::remove(options.database.string() + "-wal", failed);
    fs::remove(options.database.string() + "-shm", failed);
    fs::remove_all(folder / "snapshots", failed);
    RETURN_IF_ERROR(publish_file(copy, options.database));
    return report;
}

}

Result<void> SqliteWriter::backup_to(const fs::path& target)
{
    std::error_code failed;
    if (fs::exists(target, failed) || failed) {
        return Error { ErrorCode::Conflict,
            "There is something at " + target.string() + " already: name another file." };
    }
    const fs::path folder = fs::absolute(target).parent_path();
    if (!fs::is_directory(folder, failed)) {
        return Error { ErrorCode::NotFound, "There is no folder " + folder.string() + ": make it first." };
    }
    const fs::path copy = target.string() + ".partial";
    remove_with_logs(copy);
    Result<void> outcome = copy_pages_to(copy);
    if (outcome.ok()) {
        outcome = settle(copy);
    }
    if (outcome.ok()) {
        const auto verified = verify_copy(copy);
        outcome = verified.ok() ? Result<void> {} : Result<void> { verified.error() };
    }
    if (outcome.ok()) {
        outcome = publish_file(copy, target);
    }
    if (!outcome.ok()) {
        remove_with_logs(copy);
    }
    return outcome;
}

// From the writing connection itself, so that SQLite carries what is written meanwhile into the
// copy; another connection would have to start over after each write.
Result<void> SqliteWriter::copy_pages_to(const fs::path& copy)
{
    ASSIGN_OR_RETURN(auto target, SqliteConnection::open(copy, SqliteConnection::Mode::Create));
    // It may lie where others can read, and holds all that the data folder keeps to its owner.
    std::error_code failed;
    fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write, failed);
    if (failed) {
        return backup_error(
            "The backup " + copy.string() + " could not be kept to its owner: " + failed.message() + ".");
    }
    RETURN_IF_ERROR(target.execute("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF"));
    std::unique_lock lock { mutex_ };
    BackupHandle backup { sqlite3_backup_init(target.handle(), "main", connection_.handle(), "main") };
    if (!backup) {
        return target.report(sqlite3_extended_errcode(target.handle()));
    }
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup.get(), kPagesPerStep)) == SQLITE_OK || code == SQLITE_BUSY
        || code == SQLITE_LOCKED) {
        lock.unlock();
        std::this_thread::sleep_for(kPauseBetweenSteps);
        lock.lock();
        if (stopping_) {
            return backup_error("The server stops: the backup was given up.");
        }
    }
    backup.reset();
    return code == SQLITE_DONE ? Result<void> {} : target.report(code);
}

Result<RestoreReport> restore_database(const RestoreOptions& options)
{
    std::error_code failed;
    if (fs::exists(options.database, failed) || failed) {
        return Error { ErrorCode::Conflict,
            "There is a journal at " + options.database.string() + " already: move it away first." };
    }
    const fs::path copy = options.database.string() + ".restoring";
    remove_with_logs(copy);
    Result<RestoreReport> outcome = bring_back(options, copy);
    if (!outcome.ok()) {
        remove_with_logs(copy);
    }
    return outcome;
}

}
