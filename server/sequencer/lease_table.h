// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/side_tables.h"
#include "shared/domain/decide.h"

#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

namespace watchfloor {

// Until when each firing alert stands without being resent. A resend only moves a lease here:
// it is acknowledged without a write and reaches the side table within 5 s. Any thread.
class LeaseTable {
public:
    // At a start each lease is at least now plus its last length, so that our own outage lapses
    // nothing.
    void load(std::span<const Lease> stored, Timestamp now);

    // The later end wins: any path that still claims the alert keeps it.
    void renew(std::span<const AlertLease> leases, Timestamp now);
    void end(const AlertId& alert);

    std::vector<AlertId> expired(Timestamp now) const;
    std::vector<Lease> take_dirty();

private:
    struct Held {
        Lease lease {};
        bool dirty = false;
    };
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Held> held_;
};

}
