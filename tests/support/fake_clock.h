// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/clock/clock.h"

#include <atomic>

namespace watchfloor {

// A clock that stands until a test moves it. Any thread.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Timestamp start = { 1'700'000'000'000 }) : now_(start.millis) { }

    Timestamp now() override { return { now_.load() + set_.load() }; }
    Millis running() override { return Millis { now_.load() }; }
    void pass(Millis span) { now_ += span.count(); }
    // What somebody does who sets the clock: no time passes.
    void step(Millis by) { set_ += by.count(); }

private:
    std::atomic<std::int64_t> now_;
    std::atomic<std::int64_t> set_ { 0 };
};

}
