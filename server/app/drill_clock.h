// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/clock/clock.h"

#include <mutex>

namespace watchfloor {

// The clock of a drill's journal, the only one that may run fast. It never goes back, nor does it leap where
// somebody sets the server's: when the script is over it goes on at the pace of time from where it stands. Any thread.
class DrillClock final : public Clock {
public:
    explicit DrillClock(Clock& server) : server_(server), anchor_(server.running()), at_anchor_(server.now()) { }

    Timestamp now() override
    {
        const std::lock_guard lock(mutex_);
        return at(server_.running());
    }
    Millis running() override { return now() - Timestamp {}; }

    // How many times faster than time from now on.
    void run_at(std::int64_t speed)
    {
        const std::lock_guard lock(mutex_);
        const Millis running = server_.running();
        at_anchor_ = at(running);
        anchor_ = running;
        speed_ = speed;
    }

    void not_before(Timestamp earliest)
    {
        const std::lock_guard lock(mutex_);
        const Millis running = server_.running();
        at_anchor_ = at(running) < earliest ? earliest : at(running);
        anchor_ = running;
    }

private:
    Timestamp at(Millis running) const { return at_anchor_ + (running - anchor_) * speed_; }

    Clock& server_;
    std::mutex mutex_;
    Millis anchor_;
    Timestamp at_anchor_;
    std::int64_t speed_ = 1;
};

}
