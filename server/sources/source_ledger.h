// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "shared/wire/source_counts.h"

#include <map>
#include <mutex>

namespace watchfloor {

// Loss accounting per source. Counts outlive the process to within 5 s. Any thread.
class SourceLedger {
public:
    explicit SourceLedger(Store& store) : store_(store) { }

    Result<void> load(const JournalId& journal, const std::vector<SourceId>& sources);

    // Adds the counts of one delivery; its last_delivery_at becomes the source's.
    void add(const SourceCounts& delivery);
    void add_gap(const SourceId& source);
    // What fails of the source, empty where nothing does; true where that is new or different. Known to this process
    // only: after a restart it is tried again.
    bool set_failure(const SourceId& source, const std::string& failure, Timestamp now);
    SourceCounts of(const SourceId& source) const;
    std::vector<SourceCounts> all() const;

    // Writes what changed since the last call. On failure it is tried again next time.
    void flush(const JournalId& journal);

private:
    struct Held {
        SourceCounts counts {};
        bool dirty = false;
    };
    Store& store_;
    mutable std::mutex mutex_;
    std::map<SourceId, Held> held_;
};

}
