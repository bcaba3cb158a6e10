// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/clock/clock.h"
#include "server/journal/store.h"
#include "server/sequencer/round_timer.h"
#include "shared/domain/decide/decide.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// Makes a repeated request safe: the same key with the same request is answered from the record,
// with another request it is refused.
struct Idempotency {
    IdempotencyKey key {};
    Digest request {};
    int status = 200;
};

// What a caller wants recorded. Everything in it is written in one transaction or not at all.
struct Submission {
    Command command {};
    Actor actor {};
    std::uint64_t seen_seq = 0;
    std::optional<Idempotency> idempotency {};
    std::vector<SecretChange> secrets {};   // token digests, password hashes
    std::optional<RawDelivery> delivery {}; // kept only if it causes an entry
    bool bulk = false;                      // of machines, and perhaps long: what is not goes first
};

// What became of it. `first_seq` 0: nothing changed, so no entry was written.
struct Outcome {
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
    std::string created {};
    std::int64_t duplicates = 0;
    std::int64_t muted = 0;
    bool replayed = false; // answered from an idempotency record
    int status = 200;
};

// One journal's single writer: decide → apply on a private version → commit → publish, on a
// thread of its own; another waits for the disk. A batch is whatever came while the previous commit
// ran, decided meanwhile, up to kMaxBatchEntries; a disk that has nothing to do is given less, so that
// disk and rules work side by side. What is little is written by the thread that decided it: it is done before another
// would have been woken. A little batch of bulk waits a moment for whoever was told last, who sends the next, so that
// all share one commit. A failed commit drops the private versions and refuses its batch and the one decided on it.
// A success means synced to disk. What is not bulk goes first and has a batch of its own; every second batch takes bulk
// whatever else waits, so that neither keeps the other from being written.
class Sequencer {
public:
    static constexpr std::size_t kMaxBatchEntries = 1000;
    static constexpr std::size_t kMaxQueued = 20'000;
    // Whoever has more to say than this (a delivery's reports, leases that ran out) says it in several
    // bulk commands and waits for each, so that what others do is decided between them.
    static constexpr std::size_t kSlice = 500;
    // Deciding so many entries takes about as long as a commit takes whatever is in it.
    static constexpr std::size_t kWorthACommit = 32;

    struct Listener {
        virtual ~Listener() = default;
        // Entries first..last are durable and `state` is published. On the sequencer's thread.
        virtual void committed(const JournalId& journal, std::uint64_t first, std::uint64_t last) = 0;
        // The text of an entry was erased, as one of first..last says: whoever folded it must fold anew.
        virtual void refolded(const JournalId& journal, std::uint64_t first, std::uint64_t last) = 0;
    };

    // Folds the journal (creating it with its genesis entry if it is empty) and starts. `folded`: its
    // fold as far as it is known already. `alone_below`: of how many entries a batch is not little any more. `timer`
    // outlives it; null for real time.
    static Result<std::unique_ptr<Sequencer>> open(Store& store, JournalId journal, JournalPurpose purpose,
        Clock& clock, State folded = {}, std::size_t alone_below = kWorthACommit, RoundTimer* timer = nullptr);
    ~Sequencer(); // finishes what is queued, then stops

    // Before the first submission.
    void set_listener(Listener* listener);

    // Waits until the submission is durable or refused. Any thread.
    Result<Outcome> execute(Submission submission);

    // As execute; `done` is called on the sequencer's thread and must not block.
    void submit(Submission submission, std::function<void(Result<Outcome>)> done);

    // The published state; immutable, cheap, never waits. Any thread.
    std::shared_ptr<const State> state() const;
    JournalHead head() const;
    // Both of the same moment.
    std::pair<std::shared_ptr<const State>, JournalHead> published() const;
    // Held by whoever sets an entity as a whole, from looking at it until that is durable or refused, so that none
    // takes back what another has just changed. Any thread but the sequencer's own.
    [[nodiscard]] std::unique_lock<std::mutex> hold_entities() { return std::unique_lock { entities_mutex_ }; }
    const JournalId& journal() const { return journal_; }
    // Hash of the genesis entry, in hexadecimal: names this very journal in every cursor.
    const std::string& journal_identity() const { return identity_; }

    // Firing alerts' leases as of now, and up to which entry; flushed to the side table by the caller every 5 s.
    std::pair<std::vector<Lease>, std::uint64_t> take_dirty_leases();
    // Alerts whose lease ran out at `now`.
    std::vector<AlertId> expired_leases(Timestamp now) const;
    // Until when a firing alert stands without being resent; nothing for any other.
    std::optional<Timestamp> lease_end(const AlertId& alert) const;

private:
    Sequencer(Store& store, JournalId journal, Clock& clock, std::size_t alone_below, RoundTimer* timer);
    class Impl;
    JournalId journal_;
    std::string identity_;
    std::mutex entities_mutex_;
    std::unique_ptr<Impl> impl_;
};

}
