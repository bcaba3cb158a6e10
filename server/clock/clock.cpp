// SPDX-License-Identifier: Apache-2.0
#include "server/clock/clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <sodium.h>

namespace watchfloor {

Timestamp SystemClock::now()
{
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return { std::chrono::duration_cast<Millis>(since_epoch).count() };
}

Millis Clock::running()
{
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch());
}

Timestamp SteadyUtcClock::now()
{
    const std::lock_guard lock { mutex_ };
    follow();
    return last_;
}

Millis SteadyUtcClock::leap()
{
    const std::lock_guard lock { mutex_ };
    follow();
    return held_ ? held_->by : followed_ ? followed_->by : Millis::zero();
}

void SteadyUtcClock::recorded_last(Timestamp at)
{
    const std::lock_guard lock { mutex_ };
    follow();
    if (at - last_ > kLeap) {
        followed_ = Leap { last_ - at, running_ };
    }
}

void SteadyUtcClock::follow()
{
    constexpr int kSlower = 2;
    const Timestamp wall = wall_.now();
    const Millis running = wall_.running();
    const Millis by = wall - (last_ + (running - running_));
    if (followed_ && running - followed_->since >= kTold) {
        followed_.reset();
    }
    if (std::chrono::abs(by) > kLeap) {
        follow_leap(wall, running, by);
        return;
    }
    held_.reset();
    const Millis steps = (running - running_) / kSlower;
    running_ += steps * kSlower; // what is left of a step counts the next time
    last_ = std::max(wall, last_ + steps);
}

void SteadyUtcClock::follow_leap(Timestamp wall, Millis running, Millis by)
{
    if (!held_ || std::chrono::abs(by - held_->by) > kLeap) {
        held_ = Leap { by, running };
    }
    const bool undone = followed_ && std::chrono::abs(by + followed_->by) <= kLeap;
    if (undone || running - held_->since >= kBelieved) {
        followed_ = undone ? std::nullopt : std::optional { Leap { by, running } };
        held_.reset();
        last_ = wall;
    } else {
        last_ = last_ + (running - running_);
    }
    running_ = running;
}

Salt random_salt()
{
    Salt salt {};
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

std::string random_secret()
{
    std::array<unsigned char, 32> bytes {};
    randombytes_buf(bytes.data(), bytes.size());
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
    text.pop_back(); // the terminator it writes
    return text;
}

}
