// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>

namespace watchfloor {

// Appends to the store on a thread of its own, one batch at a time, so that the next one can be decided
// while the disk works.
class Committer {
public:
    // `done` gets what became of each append, on this thread.
    Committer(Store& store, const JournalId& journal, std::function<void(Result<void>)> done);
    ~Committer(); // finishes what was begun

    // Both must stay as they are until `done` is called. Not before the last one is done.
    void append(std::span<const SealedEntry> entries, const Extras& extras);

private:
    struct Work {
        std::span<const SealedEntry> entries;
        const Extras* extras;
    };

    void run();

    Store& store_;
    const JournalId& journal_;
    const std::function<void(Result<void>)> done_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<Work> work_ {};
    bool stopping_ = false;
    std::thread thread_; // last: it uses all of the above
};

}
