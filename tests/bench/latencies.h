// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace watchfloor {

using BenchClock = std::chrono::steady_clock;

inline std::int64_t bench_micros()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(BenchClock::now().time_since_epoch()).count();
}

inline double seconds_between(BenchClock::time_point from, BenchClock::time_point to)
{
    return std::chrono::duration<double>(to - from).count();
}

// Microseconds in, milliseconds out.
class Latencies {
public:
    void add(std::int64_t micros) { values_.push_back(micros); }
    void sort() { std::sort(values_.begin(), values_.end()); }
    std::size_t size() const { return values_.size(); }
    // After sort(); zero without values.
    double millis_at(double part) const
    {
        if (values_.empty()) {
            return 0;
        }
        return static_cast<double>(values_[static_cast<std::size_t>(part * static_cast<double>(values_.size() - 1))])
            / 1e3;
    }

private:
    std::vector<std::int64_t> values_;
};

}
