// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/core/time.h"

#include <mutex>
#include <optional>
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

// The wall clock, but for its leaps: what is set by more than kLeap is followed once it has stood so for kBelieved, or
// is set back by as much. Until then this goes on at the pace of time itself, so that a glitch of seconds ends no alert
// and moves no deadline. It follows back as well: order is the sequence number's, and by a clock ahead of the world
// what monitoring says of the next minutes would be over already. What is set back by less is made up for at half the
// pace.
class SteadyUtcClock final : public Clock {
public:
    static constexpr Millis kLeap { 2'000 };
    static constexpr Millis kBelieved { 10'000 };
    static constexpr Millis kTold { 600'000 };

    explicit SteadyUtcClock(Clock& wall) : wall_(wall), last_(wall.now()), running_(wall.running()) { }
    Timestamp now() override;
    Millis running() override { return wall_.running(); }

    // What was recorded last, before a start: a wall clock that is behind it was set back meanwhile.
    void recorded_last(Timestamp at);
    // By how much the wall clock was set (ahead: positive), while it is not followed and for kTold afterwards.
    Millis leap();

private:
    struct Leap {
        Millis by {};
        Millis since {}; // of the wall clock's running()
    };

    void follow();
    void follow_leap(Timestamp wall, Millis running, Millis by);

    Clock& wall_;
    std::mutex mutex_; // guards what follows
    Timestamp last_;
    Millis running_;                  // of the wall clock, when `last_` was told
    std::optional<Leap> held_ {};     // it may be a glitch
    std::optional<Leap> followed_ {}; // the last that was
};

Salt random_salt();

// 256 bits as 43 characters of URL-safe base64.
std::string random_secret();

}
