// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/side_tables.h"
#include "server/sequencer/alert_key.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/decision/decision.h"

#include <map>
#include <mutex>
#include <optional>
#include <span>
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
    // nothing. Of several of one alert the first holds. What is fresh counts as changed.
    void load(std::span<const Lease> stored, Timestamp now);

    // The later end wins: any path that still claims the alert keeps it. So does Alertmanager with ends that senders
    // gave; a sender that comes to give shorter ones waits once for the longer one to pass.
    void renew(std::span<const AlertLease> leases, Timestamp now);
    void end(const AlertId& alert);

    // Every alert whose lease is over, again and again until it is renewed or ended.
    std::vector<AlertId> expired(Timestamp now);
    // All that entries up to `seq` say of leases was told.
    void settled(std::uint64_t seq);
    // What changed since it was last asked, and up to which entry.
    std::pair<std::vector<Lease>, std::uint64_t> take_dirty();

    // Nothing for an alert that does not fire.
    std::optional<Timestamp> end_of(const AlertId& alert) const;

private:
    struct Held;
    using Alert = std::pair<const AlertKey, Held>; // stays where it is until it is erased
    static constexpr std::uint32_t kNowhere = UINT32_MAX;

    struct Held {
        Timestamp end {};
        Millis length {};
        Timestamp looked_at {};  // whose turn it waits for; kNeverLapses: none
        Alert* before = nullptr; // neighbours in that turn
        Alert* after = nullptr;
        std::uint32_t changed = kNowhere; // its place in changed_
    };

    void queue(Alert& alert);
    void note_change(Alert& alert);
    static void leave(Alert*& turn, const Alert& alert);

    mutable std::mutex mutex_;
    std::unordered_map<AlertKey, Held, AlertKeyHash> held_;
    // The first of each turn, by an end that may have moved on since: a lease is looked at again when its
    // turn comes.
    std::map<Timestamp, Alert*> turns_;
    std::vector<Alert*> changed_; // null: ended since
    std::uint64_t settled_ = 0;
};

}
