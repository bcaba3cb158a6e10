// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace watchfloor {

enum class LogLevel { Debug, Info, Warning, Error };

std::string_view to_string(LogLevel level);

struct LogField {
    std::string_view key;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

// One JSON object a line: time, level, event, then the fields. No personal text: callers pass ids,
// route patterns, counts, durations and what a heartbeat is called, never names of people, bodies or raw paths. Any
// thread.
class Log {
public:
    // Writes to `descriptor`, which stays the caller's; one write(2) a line, so lines never mix.
    explicit Log(int descriptor, LogLevel least = LogLevel::Info) : descriptor_(descriptor), least_(least) { }

    bool writes(LogLevel level) const { return level >= least_; }
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

    // Lines that could not be written (a full disk must not stop the server).
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    int descriptor_;
    LogLevel least_;
    std::atomic<std::uint64_t> dropped_ { 0 };
};

}
