// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace watchfloor {

// A store whose appends wait until they are let through, or are told to fail. Lookups wait too, if asked.
class GatedStore final : public Store {
public:
    explicit GatedStore(Store& store) : store_(store) { }

    void close() { set(true); }
    void open() { set(false); }
    void fail_next() { failing_ = true; }

    // From now on lookups wait; each call lets one through.
    void hold_lookups() { let_lookups(0); }
    void let_lookup() { let_lookups(1); }
    void open_lookups() { let_lookups(-1); }

    // Appends that have begun, and lookups of keys: how far the deciding has come.
    int appends() const { return appends_; }
    int ended_appends() const { return ended_appends_; }
    int lookups() const { return lookups_; }

    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras) override
    {
        ++appends_;
        std::unique_lock lock { mutex_ };
        opened_.wait(lock, [this] { return !closed_; });
        if (failing_.exchange(false)) {
            return Error { ErrorCode::Unavailable, "The disk is full." };
        }
        auto done = store_.append(journal, entries, extras);
        ++ended_appends_;
        return done;
    }
    Result<std::optional<std::uint64_t>> find_key(
        const JournalId& journal, std::string_view scope, std::string_view key) override
    {
        look_up();
        return store_.find_key(journal, scope, key);
    }
    Result<std::optional<IdempotencyRecord>> find_idempotency(
        const JournalId& journal, const IdempotencyKey& key) override
    {
        look_up();
        return store_.find_idempotency(journal, key);
    }

    bool writable() const override { return store_.writable(); }
    StoreStatus status() const override { return store_.status(); }
    std::vector<JournalId> journals() const override { return store_.journals(); }
    JournalHead head(const JournalId& journal) const override { return store_.head(journal); }
    Result<std::vector<SealedEntry>> read_after(
        const JournalId& journal, std::uint64_t after, ReadLimits limits) override
    {
        return store_.read_after(journal, after, limits);
    }
    Result<std::vector<SealedEntry>> read_range(
        const JournalId& journal, std::uint64_t first, std::uint64_t last, ReadLimits limits) override
    {
        return store_.read_range(journal, first, last, limits);
    }
    Result<std::vector<SealedEntry>> read_subject(
        const JournalId& journal, std::string_view subject, std::uint64_t after, ReadLimits limits) override
    {
        return store_.read_subject(journal, subject, after, limits);
    }
    Result<std::vector<Lease>> leases(const JournalId& journal) override { return store_.leases(journal); }
    Result<std::optional<std::string>> secret(std::string_view name) override { return store_.secret(name); }
    Result<std::vector<Secret>> secrets_with_prefix(std::string_view prefix) override
    {
        return store_.secrets_with_prefix(prefix);
    }
    Result<std::optional<RawDelivery>> delivery(const JournalId& journal, std::uint64_t seq) override
    {
        return store_.delivery(journal, seq);
    }
    Result<std::optional<std::string>> remembered(std::string_view name) override { return store_.remembered(name); }
    Result<bool> expire(Timestamp now) override { return store_.expire(now); }

private:
    void look_up()
    {
        ++lookups_;
        std::unique_lock lock { mutex_ };
        opened_.wait(lock, [this] { return lookups_let_ != 0; });
        lookups_let_ -= lookups_let_ > 0 ? 1 : 0;
    }
    void let_lookups(int count)
    {
        {
            const std::scoped_lock lock { mutex_ };
            lookups_let_ = count > 0 ? std::max(lookups_let_, 0) + count : count;
        }
        opened_.notify_all();
    }

    void set(bool closed)
    {
        {
            const std::scoped_lock lock { mutex_ };
            closed_ = closed;
        }
        opened_.notify_all();
    }

    Store& store_;
    std::mutex mutex_;
    std::condition_variable opened_;
    bool closed_ = false;
    int lookups_let_ = -1; // below 0: all
    std::atomic<bool> failing_ { false };
    std::atomic<int> appends_ { 0 };
    std::atomic<int> ended_appends_ { 0 };
    std::atomic<int> lookups_ { 0 };
};

}
