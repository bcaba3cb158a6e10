// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "shared/domain/service.h"

#include <map>
#include <mutex>

namespace watchfloor {

// What became of everything a source sent: nothing goes missing without a number.
struct SourceCounts {
    SourceId source {};
    Timestamp last_delivery_at {};
    std::int64_t deliveries = 0;
    std::int64_t received = 0;     // alerts, changes or samples
    std::int64_t duplicate = 0;
    std::int64_t muted = 0;
    std::int64_t truncated = 0;    // alerts the sender said it left out
    std::int64_t rejected = 0;     // invalid, refused or over the size limit
    std::int64_t gaps = 0;         // times the promised cadence was broken

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("deliveries", self.deliveries);
        visit("duplicate", self.duplicate);
        visit("gaps", self.gaps);
        visit("last_delivery_at", self.last_delivery_at);
        visit("muted", self.muted);
        visit("received", self.received);
        visit("rejected", self.rejected);
        visit("source", self.source);
        visit("truncated", self.truncated);
    }
};

// Loss accounting per source. Counts outlive the process to within 5 s. Any thread.
class SourceLedger {
public:
    explicit SourceLedger(Store& store) : store_(store) { }

    Result<void> load(const JournalId& journal, const std::vector<SourceId>& sources);

    // Adds the counts of one delivery; its last_delivery_at becomes the source's.
    void add(const SourceCounts& delivery);
    void add_gap(const SourceId& source);
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
