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

Timestamp SteadyUtcClock::now()
{
    const std::int64_t wall = wall_.now().millis;
    std::int64_t last = last_.load(std::memory_order_relaxed);
    while (wall > last && !last_.compare_exchange_weak(last, wall, std::memory_order_relaxed)) { }
    return { std::max(wall, last) };
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
