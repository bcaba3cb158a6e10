// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/side_tables.h"
#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/core/sealed_entry.h"
#include "shared/core/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The newest entry of a journal. An empty journal has seq 0 and an all-zero hash, which is
// also what the first entry chains to.
struct JournalHead {
    std::uint64_t seq = 0;
    Digest hash {};

    friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

// What a read makes of an entry that does not verify: whose parts do not match their digests, whose hash does not
// follow from the entry before, or which is not there.
enum class Damaged {
    Refused,  // the read ends before it; Internal, naming it, where it would be the first
    AsStub,   // its digests only, none of its parts
    AsStored, // not looked for: for those who check it themselves, or must go on whatever it says
};

// A read stops at whichever limit it meets first, but never returns less than one entry if
// there is one.
struct ReadLimits {
    std::size_t entries = 1000;
    std::size_t bytes = 8U << 20U;
    Damaged damaged = Damaged::Refused;
};

enum class StoreHealth {
    Writable,
    Unwritable,      // no space, read-only, I/O error: a probe brings it back unaided
    RestartRequired, // a sync failed or the file is damaged: restart and verify
};

struct StoreStatus {
    StoreHealth health = StoreHealth::Writable;
    std::string reason {};       // a sentence for people; empty while writable
    std::uint64_t log_bytes = 0; // size of the write-ahead log, 0 where there is none
};

// Where journals are kept: entries, the unique keys that make at-least-once exactly-once, and
// the side tables that change with them. Several journals live in one store. A journal comes
// into being with its first entry; reading one that does not exist finds nothing.
//
// Every function may be called from any thread. Reads see committed data only, are bounded and
// never wait for a write.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    // Writes the entries and the changes in one durable transaction: all or nothing, and on
    // success synced to disk. The entries continue the journal's head without a gap.
    // Conflict: a unique key is taken (`missing` holds its scope and key). Unavailable: cannot
    // write at present. Internal: the entries do not continue the chain.
    virtual Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras)
        = 0;

    // Whether writers are accepted now; cheap enough to ask before every command.
    virtual bool writable() const = 0;
    virtual StoreStatus status() const = 0;

    virtual std::vector<JournalId> journals() const = 0;
    virtual JournalHead head(const JournalId& journal) const = 0;

    // Entries with seq > after, in order.
    virtual Result<std::vector<SealedEntry>> read_after(
        const JournalId& journal, std::uint64_t after, ReadLimits limits)
        = 0;

    // Entries first..last, both included, in order; cut by the limits.
    virtual Result<std::vector<SealedEntry>> read_range(
        const JournalId& journal, std::uint64_t first, std::uint64_t last, ReadLimits limits)
        = 0;

    // Entries that name the subject, with seq > after, in order.
    virtual Result<std::vector<SealedEntry>> read_subject(
        const JournalId& journal, std::string_view subject, std::uint64_t after, ReadLimits limits)
        = 0;

    // The entry that took this key, if any.
    virtual Result<std::optional<std::uint64_t>> find_key(
        const JournalId& journal, std::string_view scope, std::string_view key)
        = 0;

    // Several of one alert may be there, also of one that is over: the first is the one that holds.
    virtual Result<std::vector<Lease>> leases(const JournalId& journal) = 0;
    virtual Result<std::optional<std::string>> secret(std::string_view name) = 0;
    virtual Result<std::vector<Secret>> secrets_with_prefix(std::string_view prefix) = 0;
    virtual Result<std::optional<IdempotencyRecord>> find_idempotency(
        const JournalId& journal, const IdempotencyKey& key)
        = 0;

    // The raw delivery that caused this entry, if still kept.
    virtual Result<std::optional<RawDelivery>> delivery(const JournalId& journal, std::uint64_t seq) = 0;

    // A small value that outlives the process (for instance the last wall clock seen).
    virtual Result<std::optional<std::string>> remembered(std::string_view name) = 0;

    // Deletes idempotency records and raw deliveries older than 30 days, a bounded number per
    // call; true when there may be more.
    virtual Result<bool> expire(Timestamp now) = 0;

    // Forgets fresh leases of entries up to `up_to`, a bounded number per call; true when there may be more.
    virtual Result<bool> drop_fresh_leases(const JournalId& journal, std::uint64_t up_to) = 0;

    // Files many leases in transactions small enough not to hold up other writers; among them is what holds of those
    // that came fresh with entries up to `filed`.
    Result<void> flush_leases(const JournalId& journal, std::span<const Lease> leases, std::uint64_t filed = 0);
};

}
