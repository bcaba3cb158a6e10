// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/round_timer.h"

#include <atomic>

namespace watchfloor {

// A timer that stands until a test moves it. Any thread.
class FakeRoundTimer final : public RoundTimer {
public:
    Time now() override { return Time { std::chrono::milliseconds { millis_.load() } }; }
    void wait(std::condition_variable& condition, std::unique_lock<std::mutex>& lock, Time until,
        const std::function<bool()>& called) override
    {
        while (!called() && now() < until) { // a test that moves it wakes nobody, so it is looked at now and then
            condition.wait_for(lock, std::chrono::milliseconds { 1 });
        }
    }
    void pass(std::chrono::milliseconds span) { millis_ += span.count(); }

private:
    std::atomic<std::int64_t> millis_ { 1'000'000 };
};

}
