// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace watchfloor {

// More is not looked at: kMaxPassword characters at their longest.
inline constexpr std::size_t kMaxPasswordBytes = 2048;

// Argon2id by libsodium. At most two at once behind a short queue, so that thirty people who sign
// in together do not take two gigabytes. Any thread; blocks for about a tenth of a second.
class PasswordHasher {
public:
    // Whether it may be chosen was asked before (password_rules.h). Malformed beyond kMaxPasswordBytes;
    // Unavailable when the queue is full.
    Result<std::string> hash(std::string_view password);

    // An empty `stored` (no such user, no password) costs the same time and never matches.
    Result<bool> matches(std::string_view password, const std::string& stored);

    // The stored hash was made with weaker parameters than today's.
    static bool outdated(const std::string& stored);

private:
    static constexpr int kAtOnce = 2;
    static constexpr int kMaxWaiting = 16;

    class Turn;
    Result<void> take_turn();
    void end_turn();

    std::mutex mutex_;
    std::condition_variable free_;
    int running_ = 0;
    int waiting_ = 0;
};

}
