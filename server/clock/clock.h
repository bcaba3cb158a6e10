// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/core/time.h"

#include <mutex>
#include <string>

namespace watchfloor {

// The server's idea of now, and where its randomness comes from: the two things tests replace.
// Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() = 0;
    // For how long it has been running, however often somebody set it. From any beginning.
    virtual Millis running();
};

// The system's wall clock.
class SystemClock final : public Clock {
public:
    Timestamp now() override;
};

// Never goes back and never stands: after a step of the wall clock backwards it goes on at half its pace
// until the wall clock has caught up, so that no order or session is touched and deadlines still come.
class SteadyUtcClock final : public Clock {
public:
    explicit SteadyUtcClock(Clock& wall) : wall_(wall), running_(wall.running()) { }
    Timestamp now() override;
    // Nor does it go back over a restart, if it is told what was recorded last.
    void not_before(Timestamp earliest);
    Millis running() override { return wall_.running(); }

private:
    Clock& wall_;
    std::mutex mutex_; // guards what follows
    Timestamp last_ {};
    Millis running_; // of the wall clock, when `last_` was told
};

Salt random_salt();

// 256 bits as 43 characters of URL-safe base64.
std::string random_secret();

}
