// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/repeated_requests.h"

namespace watchfloor {
namespace {

std::pair<std::string, std::string> name_of(const IdempotencyKey& key)
{
    return { key.actor + '\n' + key.route, key.key };
}

}

Result<std::optional<Outcome>> answer_of_first(Store& store, const JournalId& journal, const Idempotency& idempotency)
{
    ASSIGN_OR_RETURN(const auto record, store.find_idempotency(journal, idempotency.key));
    if (!record) {
        return std::optional<Outcome> {};
    }
    if (record->request != idempotency.request) {
        return Error { ErrorCode::GateNotMet,
            "This Idempotency-Key was used for another request; send a new key for a new request.",
            { "Idempotency-Key" } };
    }
    Outcome outcome;
    outcome.first_seq = record->first_seq;
    outcome.last_seq = record->last_seq;
    outcome.replayed = true;
    outcome.status = record->status;
    return std::optional<Outcome> { outcome };
}

bool PendingRequests::hold(const Submission& submission) const
{
    return submission.idempotency && names_.contains(name_of(submission.idempotency->key));
}

void PendingRequests::add(const IdempotencyKey& key)
{
    names_.insert(name_of(key));
}

}
