// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/snapshot_files.h"
#include "server/log/log.h"
#include "shared/domain/state/state.h"

#include <filesystem>

namespace watchfloor {

// Which fold a snapshot is of: raised with every change of what apply() does or of the state's wire
// form, so that snapshots of before are folded anew.
inline constexpr std::uint32_t kFoldVersion = 6;

// The states that journals start from. A snapshot is only ever a short cut: one that is damaged, of
// another fold, or not of this very journal is passed over, and the log says so. Any thread; one
// store() at a time.
class StateSnapshots {
public:
    StateSnapshots(Store& store, std::filesystem::path folder, Log* log)
        : store_(store), files_(std::move(folder)), log_(log)
    {
    }

    // The state at the journal's head: from the newest usable snapshot and the entries after it,
    // else from all entries. Fails as fold_journal does.
    Result<State> start(const JournalId& journal);

    // Of the newest stored one, usable or not; 0 where there is none.
    std::uint64_t newest_seq(const JournalId& journal) const { return files_.newest_seq(journal); }

    Result<void> store(const JournalId& journal, const State& state, const JournalHead& head);
    // After an erasure: a snapshot of before holds what was erased.
    void forget(const JournalId& journal);

private:
    Result<State> from_snapshot(const JournalId& journal, const Snapshot& snapshot);
    void say(LogLevel level, std::string_view event, const JournalId& journal, std::string_view detail);

    Store& store_;
    SnapshotFiles files_;
    Log* log_;
};

}
