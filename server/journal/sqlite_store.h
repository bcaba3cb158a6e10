// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace watchfloor {

struct SqliteOptions {
    std::string vfs {};                            // SQLite file layer; empty: the system's
    std::size_t readers = 4;                       // read-only connections
    std::chrono::milliseconds probe_every { 500 }; // while unwritable
    std::size_t checkpoint_pages = 1000;           // log length that starts a checkpoint (4 MiB)
    std::size_t truncate_pages = 12000;            // log length that waits for readers (48 MiB)
};

// The store on one SQLite file. One connection writes and is the only one that checkpoints:
// Debian's SQLite (up to 3.51.2) can corrupt the log when two do. The caller holds the data
// folder's lock (data_folder.h).
class SqliteStore final : public Store {
public:
    // Creates the database, or opens it after a check that it is whole as far as that can be
    // told in well under a second: a newer schema, a truncated or damaged file and a lost tail
    // are refused with a sentence that says what to do, and nothing is changed.
    // If the last run ended with a failed sync, the whole chain is verified first.
    static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& database, SqliteOptions options = {});
    ~SqliteStore() override;

    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras) override;
    bool writable() const override;
    StoreStatus status() const override;
    std::vector<JournalId> journals() const override;
    JournalHead head(const JournalId& journal) const override;
    Result<std::vector<SealedEntry>> read_after(
        const JournalId& journal, std::uint64_t after, ReadLimits limits) override;
    Result<std::vector<SealedEntry>> read_range(
        const JournalId& journal, std::uint64_t first, std::uint64_t last, ReadLimits limits) override;
    Result<std::vector<SealedEntry>> read_subject(
        const JournalId& journal, std::string_view subject, std::uint64_t after, ReadLimits limits) override;
    Result<std::optional<std::uint64_t>> find_key(
        const JournalId& journal, std::string_view scope, std::string_view key) override;
    Result<std::vector<Lease>> leases(const JournalId& journal) override;
    Result<std::optional<std::string>> secret(std::string_view name) override;
    Result<std::vector<Secret>> secrets_with_prefix(std::string_view prefix) override;
    Result<std::optional<IdempotencyRecord>> find_idempotency(
        const JournalId& journal, const IdempotencyKey& key) override;
    Result<std::optional<RawDelivery>> delivery(const JournalId& journal, std::uint64_t seq) override;
    Result<std::optional<std::string>> remembered(std::string_view name) override;
    Result<bool> expire(Timestamp now) override;
    Result<bool> drop_fresh_leases(const JournalId& journal, std::uint64_t up_to) override;

    // What was damaged when it was opened and is mended now; empty where nothing was.
    const std::string& mended() const;
    // How many texts it held that the list of erasures beside it names; they are erased again. Not 0: the database is of
    // before, and somebody put it in place.
    std::uint64_t erased_again() const;

    // Called with what a read finds damaged: entries that do not verify (also where the reader gets a stub), and with no
    // number what SQLite itself cannot read. The same again and again, from any thread, within the read. Before the first.
    using OnDamage = std::function<void(const JournalId& journal, std::uint64_t seq, const std::string& what)>;
    void on_damage(OnDamage told);

    // Copies the whole database to `target` while everything goes on, verifies the copy and
    // only then gives it its name. Refuses an existing target.
    Result<void> backup_to(const std::filesystem::path& target);

private:
    struct Parts;
    std::function<void(std::uint64_t, const std::string&)> tells_of(const JournalId& journal) const;

    explicit SqliteStore(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}
