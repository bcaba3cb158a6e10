// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace watchfloor {

// Slows guessing down, per account and per address, and never locks anybody out: a lockout would
// disarm responders. The waiting time doubles from the fourth failure in a row. Any thread.
class SignInThrottle {
public:
    static constexpr int kFreeTries = 3;
    static constexpr Millis kLongestForAccount = std::chrono::seconds { 30 };
    static constexpr Millis kLongestForAddress = std::chrono::minutes { 5 };
    static constexpr Millis kForgottenAfter = std::chrono::minutes { 30 };
    static constexpr std::size_t kMaxTracked = 20'000;

    // How long to wait before the next try is looked at; zero: now.
    Millis wait(const std::string& account, const std::string& address, Timestamp now) const;
    void failed(const std::string& account, const std::string& address, Timestamp now);
    void succeeded(const std::string& account, const std::string& address);

private:
    struct Failures {
        int count = 0;
        Timestamp last {};
    };
    using Table = std::map<std::string, Failures>;

    static Millis wait(const Table& table, const std::string& key, Millis longest, Timestamp now);
    static void note(Table& table, const std::string& key, Timestamp now);

    mutable std::mutex mutex_;
    Table accounts_;
    Table addresses_;
};

}
