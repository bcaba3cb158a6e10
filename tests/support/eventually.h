// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <thread>

namespace watchfloor {

// Waits until the condition holds, at most this long; whether it came to hold.
template<typename Condition>
bool eventually(Condition&& condition, std::chrono::milliseconds patience = std::chrono::seconds { 10 })
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds { 1 });
    }
    return true;
}

}
