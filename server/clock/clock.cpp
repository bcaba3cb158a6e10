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
    constexpr int kSlower = 2;
    const std::lock_guard lock { mutex_ };
    const Timestamp wall = wall_.now();
    const Millis steps = (wall_.running() - running_) / kSlower;
    running_ += steps * kSlower; // what is left of a step counts the next time
    last_ = std::max(wall, last_ + steps);
    return last_;
}

void SteadyUtcClock::not_before(Timestamp earliest)
{
    const std::lock_guard lock { mutex_ };
    last_ = std::max(last_, earliest);
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
