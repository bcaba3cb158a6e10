// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/batch.h"

#include "shared/domain/apply/apply.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/decision/decision.h"
#include "shared/wire/entries/entry_codec.h"

#include <sodium.h>

#include <array>

namespace watchfloor {
namespace {

// Many in one go, from one seed: asking the kernel for each, as libsodium does for 256 bytes at a time, costs more than
// sealing with what it says.
EntrySalts next_salts()
{
    thread_local std::array<EntrySalts, 64> drawn;
    thread_local std::size_t left = 0;
    if (left == 0) {
        std::array<unsigned char, randombytes_SEEDBYTES> seed;
        randombytes_buf(seed.data(), seed.size());
        randombytes_buf_deterministic(drawn.data(), sizeof drawn, seed.data());
        left = drawn.size();
    }
    return drawn[--left];
}

}

Batch::Batch(Store& store, const JournalId& journal, State state, Digest head_hash)
    : store_(store), journal_(journal), state_(std::move(state)), hash_(head_hash)
{
}

bool Batch::repeats_pending(const Submission& submission) const
{
    return pending_.hold(submission);
}

Result<Outcome> Batch::add(Submission& submission, Timestamp now, const Batch* before)
{
    if (submission.idempotency) {
        ASSIGN_OR_RETURN(auto known, answer_of_first(store_, journal_, *submission.idempotency));
        if (known) {
            return std::move(*known);
        }
    }
    ASSIGN_OR_RETURN(
        Decision decision, decide(state_, submission.command, { now, submission.actor, submission.seen_seq }));
    RETURN_IF_ERROR(claim(decision, before));

    Outcome outcome;
    outcome.created = std::move(decision.created);
    outcome.duplicates = decision.duplicates;
    outcome.muted = decision.muted;
    if (!decision.entries.empty()) {
        outcome.first_seq = state_.seq + 1;
        seal_drafts(std::move(decision.entries), submission, now);
        outcome.last_seq = state_.seq;
        for (const ClaimedKey& key : decision.keys) {
            extras_.keys.push_back({ key.scope, key.key, outcome.first_seq });
        }
        if (submission.delivery) {
            RawDelivery& delivery = extras_.deliveries.emplace_back(std::move(*submission.delivery));
            delivery.first_seq = outcome.first_seq;
            delivery.last_seq = outcome.last_seq;
        }
    }
    extras_.secrets.insert(extras_.secrets.end(), submission.secrets.begin(), submission.secrets.end());
    has_extras_ = has_extras_ || !submission.secrets.empty() || submission.idempotency.has_value();
    if (submission.idempotency) {
        const Idempotency& asked = *submission.idempotency;
        outcome.status = asked.status;
        extras_.idempotency.push_back(
            { asked.key, asked.request, outcome.first_seq, outcome.last_seq, asked.status, now });
        pending_.add(asked.key);
    }
    store_leases_of_new(decision.leases, now);
    if (!decision.leases.empty()) {
        leases_.emplace_back(std::move(decision.leases), now);
    }
    return outcome;
}

// With its first entry, or an alert that is killed before its lease is flushed would never end.
void Batch::store_leases_of_new(const std::vector<AlertLease>& leases, Timestamp now)
{
    for (const AlertLease& lease : leases) {
        if (const auto fired = fired_.find(lease.alert.text); fired != fired_.end()) {
            extras_.fresh_leases.push_back(
                { { lease.alert, lease.until, std::max(lease.until - now, Millis::zero()) }, fired->second });
        }
    }
}

// Refuses a decision whose keys are taken, in the store, in the batch before or in this one.
Result<void> Batch::claim(const Decision& decision, const Batch* before)
{
    for (const ClaimedKey& key : decision.keys) {
        const std::pair name { key.scope, key.key };
        ASSIGN_OR_RETURN(const auto taken, store_.find_key(journal_, key.scope, key.key));
        if (taken || keys_.contains(name) || (before != nullptr && before->keys_.contains(name))) {
            return Error { ErrorCode::Conflict, "This was recorded already; nothing is left to do." };
        }
    }
    for (const ClaimedKey& key : decision.keys) {
        keys_.insert({ key.scope, key.key });
    }
    return {};
}

void Batch::seal_drafts(std::vector<Draft> drafts, const Submission& submission, Timestamp now)
{
    if (entries_.empty()) {
        entries_.reserve(drafts.size());
        extras_.subjects.reserve(drafts.size());
    }
    for (Draft& draft : drafts) {
        Entry entry;
        entry.head.seq = state_.seq + 1;
        entry.head.journal = journal_;
        entry.head.kind = kind_of(draft.payload);
        entry.head.version = version_of(draft.payload);
        entry.head.recorded_at = now;
        entry.head.occurred_at = draft.occurred_at;
        entry.head.actor = submission.actor.user;
        entry.head.duty = draft.duty;
        entry.head.subject = std::move(draft.subject);
        entry.head.audience = draft.audience;
        entry.head.seen_seq = submission.seen_seq;
        entry.payload = std::move(draft.payload);

        entries_.push_back(seal_entry(entry.head, entry.payload, next_salts(), hash_));
        hash_ = entries_.back().hash;
        if (!entry.head.subject.empty()) {
            extras_.subjects.push_back({ entry.head.subject, entry.head.seq });
        }
        if (const auto* erased = std::get_if<TextErased>(&entry.payload)) {
            extras_.erased_texts.push_back(erased->erased_seq);
        }
        if (const auto* resolved = std::get_if<AlertResolved>(&entry.payload)) {
            extras_.ended_leases.push_back(resolved->alert);
            if (fired_.erase(resolved->alert.text) > 0) {
                std::erase_if(extras_.fresh_leases,
                    [&](const FreshLease& fresh) { return fresh.lease.alert == resolved->alert; });
            }
        }
        if (const auto* fired = std::get_if<AlertFired>(&entry.payload)) {
            fired_.insert_or_assign(fired->alert.id.text, entry.head.seq);
        }
        apply(state_, entry);
    }
}

}
