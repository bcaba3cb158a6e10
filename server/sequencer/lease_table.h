// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/side_tables.h"
#include "shared/domain/decide.h"

#include <mutex>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace watchfloor {

// Until when each firing alert stands without being resent. A resend only moves a lease here:
// it is acknowledged without a write and reaches the side table within 5 s. Nothing here looks at
// all leases: what is asked every second costs what ran out or changed since. Any thread.
class LeaseTable {
public:
    // At a start each lease is at least now plus its last length, so that our own outage lapses
    // nothing.
    void load(std::span<const Lease> stored, Timestamp now);

    // The later end wins: any path that still claims the alert keeps it.
    void renew(std::span<const AlertLease> leases, Timestamp now);
    void end(const AlertId& alert);

    // Every alert whose lease is over, again and again until it is renewed or ended.
    std::vector<AlertId> expired(Timestamp now);
    std::vector<Lease> take_dirty();

private:
    struct Held {
        Timestamp end {};
        Millis length {};
        Timestamp looked_at {}; // where it stands in queue_; kNeverLapses: nowhere
        bool dirty = false;
    };
    using Table = std::unordered_map<std::string, Held>;

    void queue(Table::value_type& alert);

    std::mutex mutex_;
    Table held_;
    // By an end that may have moved on since: a lease is looked at again when its turn comes.
    std::set<std::pair<Timestamp, Table::value_type*>> queue_;
    std::vector<AlertId> dirty_; // some may have ended since
};

}
