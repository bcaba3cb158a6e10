// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace watchfloor {

// By what the moment is measured that a little round waits for company, and how: of its own, because tests stop it, so
// that what they see hangs on no machine's speed. Only the sequencer's thread asks it.
class RoundTimer {
public:
    using Time = std::chrono::steady_clock::time_point;

    virtual ~RoundTimer() = default;
    virtual Time now() { return std::chrono::steady_clock::now(); }
    // With the lock held, as it is afterwards: until `called` says so, or `until` has come.
    virtual void wait(std::condition_variable& condition, std::unique_lock<std::mutex>& lock, Time until,
        const std::function<bool()>& called)
    {
        condition.wait_until(lock, until, called);
    }
};

}
