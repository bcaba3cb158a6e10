// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/forwarding_store.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace watchfloor {

// A store whose appends wait until they are let through, or are told to fail. Lookups wait too, if asked.
class GatedStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;

    void close() { set(true); }
    void open() { set(false); }
    // One append goes through the closed gate.
    void let_append()
    {
        {
            const std::scoped_lock lock { mutex_ };
            ++appends_let_;
        }
        opened_.notify_all();
    }
    void fail_next() { failing_ = true; }

    // From now on lookups wait; each call lets one through.
    void hold_lookups() { let_lookups(0); }
    void let_lookup() { let_lookups(1); }
    void open_lookups() { let_lookups(-1); }

    // Appends that have begun, and lookups of keys: how far the deciding has come.
    int appends() const { return appends_; }
    int ended_appends() const { return ended_appends_; }
    int lookups() const { return lookups_; }
    // Entries of the largest batch so far.
    std::size_t largest_append() const { return largest_append_; }

    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras) override
    {
        ++appends_;
        std::unique_lock lock { mutex_ };
        opened_.wait(lock, [this] { return !closed_ || appends_let_ > 0; });
        appends_let_ -= closed_ ? 1 : 0;
        largest_append_ = std::max(largest_append_.load(), entries.size());
        if (failing_.exchange(false)) {
            return Error { ErrorCode::Unavailable, "The disk is full." };
        }
        auto done = ForwardingStore::append(journal, entries, extras);
        ++ended_appends_;
        return done;
    }
    Result<std::optional<std::uint64_t>> find_key(
        const JournalId& journal, std::string_view scope, std::string_view key) override
    {
        look_up();
        return ForwardingStore::find_key(journal, scope, key);
    }
    Result<std::optional<IdempotencyRecord>> find_idempotency(
        const JournalId& journal, const IdempotencyKey& key) override
    {
        look_up();
        return ForwardingStore::find_idempotency(journal, key);
    }

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

    std::mutex mutex_;
    std::condition_variable opened_;
    bool closed_ = false;
    int appends_let_ = 0;
    int lookups_let_ = -1; // below 0: all
    std::atomic<bool> failing_ { false };
    std::atomic<int> appends_ { 0 };
    std::atomic<int> ended_appends_ { 0 };
    std::atomic<int> lookups_ { 0 };
    std::atomic<std::size_t> largest_append_ { 0 };
};

}
