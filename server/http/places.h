// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/router.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <unordered_map>

namespace watchfloor {

// Who is inside handlers: how many of each class, and for whom. Any thread.
class Places {
public:
    static constexpr int kUnbounded = std::numeric_limits<int>::max();

    // Before anybody takes one.
    void offer(QuotaClass of, int count) { classes_[static_cast<std::size_t>(of)].count = count; }

    // A caller gets one more while it holds fewer than are free. So one who takes all it can gets half, two get a third
    // each, and whoever holds none yet is let in as long as any is free.
    bool take(QuotaClass of, const std::string& caller);
    void leave(QuotaClass of, const std::string& caller);

    std::array<std::int64_t, kQuotaClasses> running() const;
    std::uint64_t refusals() const { return refusals_.load(std::memory_order_relaxed); }

private:
    struct Class {
        int count = 0;
        int taken = 0;
        std::unordered_map<std::string, int> of_caller {}; // of those who hold any
    };

    mutable std::mutex mutex_;
    std::array<Class, kQuotaClasses> classes_ {};
    std::atomic<std::uint64_t> refusals_ { 0 };
};

}
