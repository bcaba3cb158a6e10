// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/erasure_ledger.h"
#include "server/journal/gathering_vfs.h"
#include "server/journal/head_file.h"
#include "server/journal/sqlite.h"
#include "server/journal/sqlite_reads.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/subject_filing.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace watchfloor {

struct JournalPlace {
    std::uint64_t number = 0;
    JournalHead head {};
};

// The one connection that writes and checkpoints, and what is known about its health. `mutex_`
// guards the connection and its files; `known_mutex_` guards what readers ask for, so that they
// never wait for a commit. A keeper thread probes while writing is impossible and finishes
// checkpoints that readers held up.
class SqliteWriter {
public:
    // The file exists and has the right schema (prepare_database).
    static Result<std::unique_ptr<SqliteWriter>> open(
        const std::filesystem::path& database, const SqliteOptions& options);
    ~SqliteWriter();

    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras);
    Result<bool> expire(Timestamp now);
    Result<bool> drop_fresh_leases(const JournalId& journal, std::uint64_t up_to);
    Result<void> backup_to(const std::filesystem::path& target);

    // Whose readings a log that grew too long waits for; null: nobody's. They outlive it, or are taken away before.
    void fold_back_beside(SqliteReaders* readers);

    bool writable() const { return health_.load(std::memory_order_acquire) == StoreHealth::Writable; }
    StoreStatus status() const;
    std::vector<JournalId> journals() const;
    std::optional<JournalPlace> place(const JournalId& journal) const;
    // What was damaged when it was opened and is mended now; empty where nothing was.
    const std::string& mended() const { return mended_; }
    // How many texts that are listed as erased were there when it was opened, and are not any more.
    std::uint64_t erased_again() const { return erased_again_; }

private:
    SqliteWriter(std::filesystem::path database, SqliteOptions options, std::unique_ptr<GatheringVfs> files,
        SqliteConnection connection, HeadFile heads);

    // All of these with mutex_ held.
    Result<void> load_journals();
    void renew_heads();
    Result<void> check_tail(const JournalId& journal, const JournalPlace& place);
    Result<JournalPlace> place_for_writing(const JournalId& journal) const;
    Result<void> write(const std::function<Result<void>()>& body);
    Result<void> note_failure(Result<void> outcome);
    void set_health(StoreHealth health, const std::string& reason);
    Result<void> refuse_unless_writable() const;
    void after_append(const JournalId& journal, const JournalPlace& place, bool erased);
    void checkpoint_if_due();
    bool checkpoint(bool truncate);
    Result<void> erase_what_is_listed();
    Result<void> catch_up_ledger();
    void probe();
    bool file_some_subjects();
    void tend();

    void keep();
    Result<void> copy_pages_to(const std::filesystem::path& copy);

    const std::filesystem::path database_;
    const SqliteOptions options_;

    std::mutex mutex_;
    std::unique_ptr<GatheringVfs> files_;
    SqliteConnection connection_;
    HeadFile heads_;
    std::uint64_t next_number_ = 0;
    std::size_t log_pages_ = 0; // reported by SQLite after each commit
    std::size_t checkpoint_at_ = 0;
    SqliteReaders* readers_ = nullptr;
    bool truncate_wanted_ = false; // erased bytes are still in the log
    bool ledger_behind_ = false;
    std::size_t fresh_subjects_ = 0;
    SubjectFiling subjects_ {};
    bool filing_ = false; // until the round ends
    bool stopping_ = false;
    std::string mended_; // set while opening, as is the next
    std::uint64_t erased_again_ = 0;

    mutable std::mutex known_mutex_;
    std::map<JournalId, JournalPlace> known_;
    std::string reason_;

    std::atomic<StoreHealth> health_ { StoreHealth::Writable };
    std::condition_variable wake_;
    std::thread keeper_;
};

// The note that a sync failed, beside the database: the next start verifies everything first.
std::filesystem::path verify_needed_beside(const std::filesystem::path& database);

}
