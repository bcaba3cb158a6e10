// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/batch.h"

#include <functional>
#include <utility>
#include <vector>

namespace watchfloor {

using SubmissionDone = std::function<void(Result<Outcome>)>;

struct WaitingSubmission {
    Submission submission;
    SubmissionDone done;
};

// A batch and those who wait for it. Open while submissions are added to it; then in flight until it is
// durable or failed.
struct Round {
    Batch batch;
    bool takes_bulk = false;
    bool ready = false;   // whoever goes first is in it: it may leave as it is
    bool hurries = false; // something in it is not bulk
    std::vector<std::pair<SubmissionDone, Result<Outcome>>> answers {};

    void answer(const Result<void>& outcome)
    {
        for (auto& [done, decided] : answers) {
            // What wrote nothing stands whatever became of the batch.
            const bool stands = outcome.ok() || !decided.ok() || decided.value().replayed;
            done(stands ? std::move(decided) : Result<Outcome> { outcome.error() });
        }
    }
};

}
