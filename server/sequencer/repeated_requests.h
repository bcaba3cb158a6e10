// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/sequencer.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

namespace watchfloor {

// A request that is sent again, because its answer was lost, gets the first one's answer and is not carried out twice.
// Nothing if it was not carried out before; gate_not_met if its key was used for another request.
Result<std::optional<Outcome>> answer_of_first(Store& store, const JournalId& journal, const Idempotency& idempotency);

// The requests of what is decided and not yet durable, which no record names.
class PendingRequests {
public:
    bool hold(const Submission& submission) const;
    void add(const IdempotencyKey& key);

private:
    std::set<std::pair<std::string, std::string>> names_ {};
};

}
