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
// stores a snapshot whenever so many entries came that folding them would delay the next start. In a
// storm of entries both wait, for a while: the storm needs the processor. A thread of its own.
class JournalKeeper {
public:
    static constexpr std::uint64_t kEntriesPerSnapshot = 50'000;
    static constexpr std::uint64_t kEntriesPerLastSnapshot = 2'000; // at a stop
    static constexpr std::uint64_t kStorm = 10'000;                 // entries in a turn of 5 s
    // What a storm may leave undone: a query or a start folds it in less than a second.
    static constexpr std::uint64_t kStormLeaves = 250'000;

    JournalKeeper(Journals& journals, StateSnapshots& snapshots, Log* log);
    ~JournalKeeper();

    // What may be left undone in a turn, in entries. `last`: at a stop, which leaves the next start little.
    struct Slack {
        std::uint64_t timeline = 0;
        std::uint64_t snapshot = 0;
    };
    static Slack slack_of(std::uint64_t entries_in_turn, bool last);

    // A text of the journal was erased: its snapshots go. Any thread, returns at once.
    void forget(const JournalId& journal);

    // Stores what is worth it, then ends. Before the journals close.
    void stop();

private:
    struct Kept {
        std::uint64_t stored = 0; // the seq a snapshot was taken at
        std::uint64_t seen = 0;   // the head at the turn before
    };

    void run();
    void keep_all(bool last);
    void keep(OpenedJournal& opened, bool last);

    Journals& journals_;
    StateSnapshots& snapshots_;
    Log* log_;
    std::map<JournalId, Kept> kept_ {}; // the thread's own
    std::mutex mutex_;                  // guards what follows
    std::condition_variable wake_;
    std::set<JournalId> forgotten_;
    bool stopping_ = false;
    std::thread thread_; // last: it uses all of the above
};

}
