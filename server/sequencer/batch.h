// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/repeated_requests.h"
#include "server/sequencer/sequencer.h"
#include "shared/domain/decision/decision.h"

#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace watchfloor {

// Entries decided but not yet durable, with the version of the state that holds them. Owned by
// the sequencer's thread; thrown away whole when the commit of it, or of the one before it, fails.
class Batch {
public:
    Batch(Store& store, const JournalId& journal, State state, Digest head_hash);

    // Decides one submission on the batch's own state, and takes its delivery. An error leaves the batch as
    // it was. `before`: the batch this one stands on, while it is not durable.
    Result<Outcome> add(Submission& submission, Timestamp now, const Batch* before = nullptr);

    // Whether this submission must wait for the batch to be durable: it repeats one in it.
    bool repeats_pending(const Submission& submission) const;

    bool empty() const { return entries_.empty() && !has_extras_; }
    bool erases() const { return !extras_.erased_texts.empty(); }
    std::span<const SealedEntry> entries() const { return entries_; }
    const Extras& extras() const { return extras_; }
    const State& state() const { return state_; }
    const Digest& head_hash() const { return hash_; }
    const std::vector<std::pair<std::vector<AlertLease>, Timestamp>>& leases() const { return leases_; }

private:
    Result<void> claim(const Decision& decision, const Batch* before);
    void store_leases_of_new(const std::vector<AlertLease>& leases, Timestamp now);
    void seal_drafts(std::vector<Draft> drafts, const Submission& submission, Timestamp now);

    Store& store_;
    const JournalId& journal_;
    State state_;
    Digest hash_;
    std::vector<SealedEntry> entries_;
    Extras extras_;
    bool has_extras_ = false;
    std::vector<std::pair<std::vector<AlertLease>, Timestamp>> leases_;
    std::unordered_map<std::string, std::uint64_t> fired_; // by the alert's id, and not over: by which entry
    std::set<std::pair<std::string, std::string>> keys_;
    PendingRequests pending_;
};

}
