// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

namespace watchfloor {

// Passes everything on to a store that outlives it; made to be derived from by what does one thing differently.
class ForwardingStore : public Store {
public:
    explicit ForwardingStore(Store& store) : store_(store) { }

    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras) override
    {
        return store_.append(journal, entries, extras);
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
    Result<std::optional<std::uint64_t>> find_key(
        const JournalId& journal, std::string_view scope, std::string_view key) override
    {
        return store_.find_key(journal, scope, key);
    }
    Result<std::vector<Lease>> leases(const JournalId& journal) override { return store_.leases(journal); }
    Result<std::optional<std::string>> secret(std::string_view name) override { return store_.secret(name); }
    Result<std::vector<Secret>> secrets_with_prefix(std::string_view prefix) override
    {
        return store_.secrets_with_prefix(prefix);
    }
    Result<std::optional<IdempotencyRecord>> find_idempotency(
        const JournalId& journal, const IdempotencyKey& key) override
    {
        return store_.find_idempotency(journal, key);
    }
    Result<std::optional<RawDelivery>> delivery(const JournalId& journal, std::uint64_t seq) override
    {
        return store_.delivery(journal, seq);
    }
    Result<std::optional<std::string>> remembered(std::string_view name) override { return store_.remembered(name); }
    Result<bool> expire(Timestamp now) override { return store_.expire(now); }
    Result<bool> drop_fresh_leases(const JournalId& journal, std::uint64_t up_to) override
    {
        return store_.drop_fresh_leases(journal, up_to);
    }

private:
    Store& store_;
};

}
