// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/core/time.h"

#include <atomic>
#include <string>

namespace watchfloor {

// The server's idea of now, and where its randomness comes from: the two things tests replace.
// Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() = 0;
};

// The system's wall clock.
class SystemClock final : public Clock {
public:
    Timestamp now() override;
};

// Never goes back: a step of the wall clock backwards is held at the last value seen, so that
// no order, deadline or session is touched by it.
class SteadyUtcClock final : public Clock {
public:
    // `last_seen` outlives restarts (Store::remembered).
    SteadyUtcClock(Clock& wall, Timestamp last_seen) : wall_(wall), last_(last_seen.millis) { }
    Timestamp now() override;

private:
    Clock& wall_;
    std::atomic<std::int64_t> last_;
};

Salt random_salt();

// 256 bits as 43 characters of URL-safe base64.
std::string random_secret();

}
