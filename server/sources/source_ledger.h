// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "shared/wire/source_counts.h"

#include <map>
#include <mutex>

namespace watchfloor {

// Loss accounting per source, and what was heard of its heartbeats. Both outlive the process to within 5 s. Any thread.
class SourceLedger {
public:
    // More of one source are no heartbeats: whoever puts something new into each of their labels is heard, not kept.
    static constexpr std::size_t kMaxHeartbeats = 32;
    // Nor is what has more bytes of labels: they are looked through each second, and sent to every console.
    static constexpr std::size_t kMaxHeartbeatLabels = 4'096;
    // So many intervals must have been seen before one is learnt, and so many are remembered.
    static constexpr std::size_t kEnoughIntervals = 3;
    static constexpr std::size_t kMaxIntervals = 16;

    explicit SourceLedger(Store& store) : store_(store) { }

    Result<void> load(const JournalId& journal, const std::vector<SourceId>& sources);

    // Adds the counts of one delivery; its last_delivery_at becomes the source's.
    void add(const SourceCounts& delivery);
    void add_gap(const SourceId& source);
    // What fails of the source, empty where nothing does; true where that is new or different. Known to this process
    // only: after a restart it is tried again.
    bool set_failure(const SourceId& source, const std::string& failure, Timestamp now);
    // An alert that is a heartbeat of the source fired, or was said to be over. False where it is one too many or too
    // large, so that it is an alert as any other. `running` is what the clock had run by then: a clock that is set
    // teaches nothing, and neither does our own outage.
    bool note_heartbeat(const SourceId& source, const Labels& labels, bool fires, Timestamp now, Millis running);
    void forget_heartbeat(const SourceId& source, const AlertId& heartbeat);
    SourceCounts of(const SourceId& source) const;
    std::vector<SourceCounts> all() const;

    // Writes what changed since the last call. On failure it is tried again next time.
    void flush(const JournalId& journal);

private:
    struct Held {
        SourceCounts counts {};
        bool dirty = false;
        std::map<AlertId, Millis> beats {}; // when each heartbeat last fired, by how long the clock had run
    };
    Store& store_;
    mutable std::mutex mutex_;
    std::map<SourceId, Held> held_;
};

}
