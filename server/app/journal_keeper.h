// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/journals.h"
#include "server/app/state_snapshots.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace watchfloor {

// What is done beside the journals' writers: folds their timelines on before anybody asks, and
// stores a snapshot whenever so many entries came that folding them would delay the next start. A
// thread of its own.
class JournalKeeper {
public:
    static constexpr std::uint64_t kEntriesPerSnapshot = 50'000;
    static constexpr std::uint64_t kEntriesPerLastSnapshot = 2'000; // at a stop

    JournalKeeper(Journals& journals, StateSnapshots& snapshots, Log* log);
    ~JournalKeeper();

    // A text of the journal was erased: its snapshots go. Any thread, returns at once.
    void forget(const JournalId& journal);

    // Stores what is worth it, then ends. Before the journals close.
    void stop();

private:
    void run();
    void keep_all(std::uint64_t entries_per_snapshot);
    void keep(OpenedJournal& opened, std::uint64_t entries_per_snapshot);

    Journals& journals_;
    StateSnapshots& snapshots_;
    Log* log_;
    std::map<JournalId, std::uint64_t> stored_ {}; // the thread's own: the seq a snapshot was taken at
    std::mutex mutex_;                             // guards what follows
    std::condition_variable wake_;
    std::set<JournalId> forgotten_;
    bool stopping_ = false;
    std::thread thread_; // last: it uses all of the above
};

}
