// SPDX-License-Identifier: Apache-2.0
// The writer's care for its files: checkpoints, probes, the ledger of erasures.
#include "server/journal/erase_again.h"
#include "server/journal/snapshot_files.h"
#include "server/journal/sqlite_schema.h"
#include "server/journal/sqlite_tables.h"
#include "server/journal/sqlite_writer.h"

#include <sqlite3.h>

#include <algorithm>

namespace watchfloor {
namespace {

// A checkpoint that must wait for readers waits this long; they are short by contract.
constexpr int kCheckpointPatienceMillis = 250;
constexpr int kLockPatienceMillis = 2000;

// Between two steps of filing whoever wants to write has its turn.
constexpr std::chrono::milliseconds kFileEvery { 2 };

// How soon a checkpoint that readers held up is tried again.
constexpr std::chrono::milliseconds kTendEvery { 50 };

// What a probe writes: about as much as a usual batch, so that it does not succeed on a disk
// where the next batch fails.
constexpr const char* kProbe = "INSERT OR REPLACE INTO meta(name, value) VALUES('probe', zeroblob(65536))";

}

// True when the log is wholly in the database (and, if asked, empty).
bool SqliteWriter::checkpoint(bool truncate)
{
    int in_log = 0;
    int done = 0;
    connection_.clear_failure();
    sqlite3_busy_timeout(connection_.handle(), kCheckpointPatienceMillis);
    const int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    const int code = sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, mode, &in_log, &done);
    sqlite3_busy_timeout(connection_.handle(), kLockPatienceMillis);
    if (code == SQLITE_OK && truncate) {
        log_pages_ = 0;
        checkpoint_at_ = options_.checkpoint_pages;
    }
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) {
        [[maybe_unused]] const auto noted = note_failure(connection_.report(code));
    }
    return code == SQLITE_OK && in_log == done;
}

void SqliteWriter::fold_back_beside(SqliteReaders* readers)
{
    const std::lock_guard lock { mutex_ };
    readers_ = readers;
}

// A log that is too long waits for its readers for a moment only, since readers of other programs may stand for ever. Our
// own never do: where they were in the way, as they always are on a machine that is slow enough, they end first and wait.
void SqliteWriter::checkpoint_if_due()
{
    if (log_pages_ < options_.checkpoint_pages) {
        checkpoint_at_ = options_.checkpoint_pages; // the log started over
        return;
    }
    if (log_pages_ >= checkpoint_at_) {
        const bool too_long = log_pages_ >= options_.truncate_pages;
        if (!checkpoint(too_long) && too_long && health_ == StoreHealth::Writable) {
            const SqliteReaders::Rest rest { readers_ };
            checkpoint(true);
        }
        checkpoint_at_ = log_pages_ + std::max<std::size_t>(options_.checkpoint_pages / 4, 1);
    }
}

// The database catches up with the list of erasures: it is of before, and somebody put it in place. Before anything reads it; what cannot be
// erased is not served. Snapshots go first, or a crash in between would leave them.
Result<void> SqliteWriter::erase_what_is_listed()
{
    ASSIGN_OR_RETURN(const auto listed, read_erasure_ledger(erasure_ledger_beside(database_)));
    ASSIGN_OR_RETURN(const auto there, listed_texts_in(connection_, listed));
    if (there.empty()) {
        return {};
    }
    const auto erase = [&]() -> Result<void> {
        for (const Erasure& erasure : there) {
            RETURN_IF_ERROR(SnapshotFiles { database_.parent_path() / "snapshots" }.remove_all(erasure.journal));
        }
        return connection_.transaction([&]() -> Result<void> {
            ASSIGN_OR_RETURN(erased_again_, erase_again(connection_, there));
            return {};
        });
    };
    const auto erased = erase();
    return erased.ok() ? erased
                       : Result<void> { Error { ErrorCode::Unavailable,
                           "This journal is older than the list of erasures beside it, and the texts that the list "
                           "names could not be erased again. "
                               + erased.error().message } };
}

// And the list with the database, which has them by transaction.
Result<void> SqliteWriter::catch_up_ledger()
{
    const auto file = erasure_ledger_beside(database_);
    ASSIGN_OR_RETURN(const auto listed, read_erasure_ledger(file));
    std::vector<Erasure> missing;
    SqliteQuery query { connection_,
        "SELECT j.id, x.id, x.text_digest FROM erasures x JOIN journals j ON j.number = x.id >> 40" };
    static_assert(kSeqBits == 40);
    while (query.step()) {
        Erasure erasure { JournalId { std::string { query.bytes_at(0) } }, seq_of(query.number_at(1)), {} };
        const std::string_view digest = query.bytes_at(2);
        std::copy_n(digest.begin(), std::min(digest.size(), erasure.text_digest.size()), erasure.text_digest.begin());
        if (std::find(listed.begin(), listed.end(), erasure) == listed.end()) {
            missing.push_back(std::move(erasure));
        }
    }
    RETURN_IF_ERROR(query.finish());
    if (!missing.empty()) {
        return extend_erasure_ledger(file, missing);
    }
    if (std::error_code failed; !std::filesystem::exists(file, failed)) {
        // An empty list is only there to be told from a lost one: a full disk is no reason to refuse.
        [[maybe_unused]] const auto made = extend_erasure_ledger(file, {});
    }
    return {};
}

void SqliteWriter::tend()
{
    if (ledger_behind_ && catch_up_ledger().ok()) {
        ledger_behind_ = false;
    }
    if (truncate_wanted_ && checkpoint(true)) {
        truncate_wanted_ = false;
    }
}

// Room may have been made, or the log may give some back: first the log, then a real write.
void SqliteWriter::probe()
{
    checkpoint(false);
    if (health_ == StoreHealth::RestartRequired) {
        return;
    }
    const auto probed = write([&] { return connection_.execute(kProbe); });
    if (probed.ok()) {
        set_health(StoreHealth::Writable, {});
    }
}

// One step of a round; false: it failed, and what is left is begun anew another time.
bool SqliteWriter::file_some_subjects()
{
    std::size_t filed = 0;
    const auto moved = write([&]() -> Result<void> {
        ASSIGN_OR_RETURN(filed, subjects_.step(connection_));
        return {};
    });
    if (!moved.ok()) {
        subjects_ = {};
        return false;
    }
    fresh_subjects_ -= std::min(fresh_subjects_, filed);
    if (subjects_.idle() && filed == 0) {
        fresh_subjects_ = 0; // there were none
    }
    checkpoint_if_due();
    return true;
}

void SqliteWriter::keep()
{
    std::unique_lock lock { mutex_ };
    while (!stopping_) {
        if (health_ == StoreHealth::Unwritable) {
            wake_.wait_for(lock, options_.probe_every, [&] { return stopping_; });
            if (!stopping_ && health_ == StoreHealth::Unwritable) {
                probe();
            }
        } else if (health_ == StoreHealth::Writable && (truncate_wanted_ || ledger_behind_)) {
            wake_.wait_for(lock, kTendEvery, [&] { return stopping_; });
            if (!stopping_ && health_ == StoreHealth::Writable) {
                tend();
            }
        } else if (health_ == StoreHealth::Writable && filing_) {
            wake_.wait_for(lock, kFileEvery, [&] { return stopping_; });
            if (!stopping_ && health_ == StoreHealth::Writable) {
                filing_ = file_some_subjects() && !subjects_.idle();
            }
        } else {
            wake_.wait(lock);
        }
    }
}

}
