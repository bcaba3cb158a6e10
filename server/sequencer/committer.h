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
    // Both must stay as they are until `done` is called.
    struct Work {
        std::span<const SealedEntry> entries;
        const Extras* extras;
    };
    // Gets what became of an append, on this thread; gives the next one if it is there already.
    using Done = std::function<std::optional<Work>(Result<void>)>;

    Committer(Store& store, const JournalId& journal, Done done);
    ~Committer(); // finishes what was begun

    // Not before `done` gave nothing more to do.
    void append(const Work& work);

private:
    void run();

    Store& store_;
    const JournalId& journal_;
    const Done done_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<Work> work_ {};
    bool stopping_ = false;
    std::thread thread_; // last: it uses all of the above
};

}
