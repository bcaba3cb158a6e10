// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/clock/clock.h"

#include <mutex>

namespace watchfloor {

// The clock of a drill's journal, the only one that may run fast. It never goes back: when the
// script is over it goes on at the pace of the server's from where it stands. Any thread.
class DrillClock final : public Clock {
public:
    explicit DrillClock(Clock& server) : server_(server), anchor_(server.now()), at_anchor_(anchor_) { }

    Timestamp now() override
    {
        const std::lock_guard lock(mutex_);
        return at(server_.now());
    }

    // How many times faster than the server's from now on.
    void run_at(std::int64_t speed)
    {
        const std::lock_guard lock(mutex_);
        const Timestamp server = server_.now();
        at_anchor_ = at(server);
        anchor_ = server;
        speed_ = speed;
    }

    void not_before(Timestamp earliest)
    {
        const std::lock_guard lock(mutex_);
        const Timestamp server = server_.now();
        at_anchor_ = at(server) < earliest ? earliest : at(server);
        anchor_ = server;
    }

private:
    Timestamp at(Timestamp server) const { return at_anchor_ + (server - anchor_) * speed_; }

    Clock& server_;
    std::mutex mutex_;
    Timestamp anchor_;
    Timestamp at_anchor_;
    std::int64_t speed_ = 1;
};

}
