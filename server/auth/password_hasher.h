// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/kept_memory.h"
#include "shared/core/result.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace watchfloor {

// More is not looked at: kMaxPassword characters at their longest.
inline constexpr std::size_t kMaxPasswordBytes = 2048;

// Argon2id. At most two at once behind a short queue, so that thirty people who sign in together do not take two
// gigabyte; each in memory that stays for the next one while people sign in, and in the order in which they came. Any
// thread; blocks for some hundredths of a second.
class PasswordHasher {
public:
    static constexpr std::chrono::seconds kMemoryIdle { 5 };

    // Whether it may be chosen was asked before (password_rules.h). Malformed beyond kMaxPasswordBytes;
    // Unavailable when the queue is full.
    Result<std::string> hash(std::string_view password);

    // An empty `stored` (no such user, no password) costs the same time and never matches.
    Result<bool> matches(std::string_view password, const std::string& stored);

    // The stored hash was made with other parameters than today's: it was cheaper, or dearer.
    static bool outdated(const std::string& stored);

    // Gives back the memory in which nothing was hashed for so long.
    void let_go_idle(std::chrono::steady_clock::duration idle = kMemoryIdle);
    // How much is kept where nobody hashes at this moment; all of it zeros.
    std::size_t kept_bytes();

private:
    static constexpr std::size_t kAtOnce = 2;
    static constexpr int kMaxWaiting = 16;

    struct Desk {
        KeptMemory memory;
        bool taken = false;
        std::chrono::steady_clock::time_point left_at {};
        Desk();
    };
    class Turn;
    // The first that is free, so that one is enough for those who come one by one.
    Result<Desk*> take_turn();
    void end_turn(Desk& desk);
    Desk* free_desk();

    std::mutex mutex_;
    std::condition_variable free_;
    std::array<Desk, kAtOnce> desks_ {};
    int waiting_ = 0;
    std::uint64_t next_place_ = 0;  // in the queue
    std::uint64_t first_place_ = 0; // of who comes next
};

}
