// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

#include <filesystem>
#include <optional>
#include <string>

namespace watchfloor {

// A fold of the journal up to `head`, as its writer encoded it. Disposable: losing one costs a
// refold and nothing else.
struct Snapshot {
    JournalHead head {};
    std::uint32_t fold_version = 0;
    std::string bytes {};
};

// Snapshots as files beside the database, so that writing a large one neither holds up the
// journal's writer nor swells its log, and backups do not carry them. Thread: any, one writer
// per journal.
class SnapshotFiles {
public:
    explicit SnapshotFiles(std::filesystem::path folder) : folder_(std::move(folder)) { }

    // Synced and renamed into place; keeps the two newest.
    Result<void> put(const JournalId& journal, const Snapshot& snapshot);

    // The newest whole one of this fold version; damaged ones are passed over.
    std::optional<Snapshot> newest(const JournalId& journal, std::uint32_t fold_version) const;

    // What the newest file's name says; 0 where there is none.
    std::uint64_t newest_seq(const JournalId& journal) const;

    // After an erasure, which a snapshot may repeat.
    Result<void> remove_all(const JournalId& journal);

private:
    std::filesystem::path folder_;
};

}
