// SPDX-License-Identifier: Apache-2.0
#include "shared/core/time.h"

#include <array>

namespace watchfloor {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

// 0001-01-01T00:00:00Z and the last millisecond of 9999.
constexpr Timestamp kEarliest { -62'135'596'800'000 };
constexpr Timestamp kLatest { 253'402'300'799'999 };

Error malformed()
{
    return { ErrorCode::Malformed, "Give times as RFC 3339 with a zone, for example 2026-01-02T03:04:05.678Z." };
}

// Reads fixed-width decimal fields and single separators from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) { }

    std::optional<int> digits(std::size_t width)
    {
        if (rest_.size() < width) {
            return std::nullopt;
        }
        int value = 0;
        for (const char c : rest_.substr(0, width)) {
            if (c < '0' || c > '9') {
                return std::nullopt;
            }
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(width);
        return value;
    }

    bool accept(char expected)
    {
        if (rest_.empty() || rest_.front() != expected) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }

    bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> read_date(Cursor& cursor)
{
    const auto y = cursor.digits(4);
    const bool first = cursor.accept('-');
    const auto m = first ? cursor.digits(2) : std::nullopt;
    const bool second = cursor.accept('-');
    const auto d = second ? cursor.digits(2) : std::nullopt;
    if (!y || !m || !d) {
        return std::nullopt;
    }
    const year_month_day date { year { *y }, month { static_cast<unsigned>(*m) }, day { static_cast<unsigned>(*d) } };
    if (*y < 1 || !date.ok()) {
        return std::nullopt;
    }
    return sys_days { date }.time_since_epoch().count();
}

std::optional<std::int64_t> read_time_of_day(Cursor& cursor)
{
    const auto hours = cursor.digits(2);
    const auto minutes = cursor.accept(':') ? cursor.digits(2) : std::nullopt;
    const auto seconds = cursor.accept(':') ? cursor.digits(2) : std::nullopt;
    // A leap second (60) is folded into the last second of the minute, as POSIX time does.
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) {
        return std::nullopt;
    }
    std::int64_t millis = 0;
    if (cursor.accept('.')) {
        int count = 0;
        for (; cursor.at_digit(); ++count) {
            const int digit = *cursor.digits(1);
            if (count < 3) {
                millis = millis * 10 + digit;
            }
        }
        if (count == 0) {
            return std::nullopt;
        }
        for (; count < 3; ++count) {
            millis *= 10;
        }
    }
    const std::int64_t second = *seconds == 60 ? 59 : *seconds;
    return ((*hours * 60LL + *minutes) * 60LL + second) * 1000LL + millis;
}

std::optional<std::int64_t> read_offset_minutes(Cursor& cursor)
{
    if (cursor.accept('Z') || cursor.accept('z')) {
        return 0;
    }
    const bool east = cursor.accept('+');
    if (!east && !cursor.accept('-')) {
        return std::nullopt;
    }
    const auto hours = cursor.digits(2);
    const auto minutes = cursor.accept(':') ? cursor.digits(2) : std::nullopt;
    if (!hours || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    const std::int64_t offset = *hours * 60LL + *minutes;
    return east ? offset : -offset;
}

}

Result<Timestamp> parse_timestamp(std::string_view text)
{
    Cursor cursor { text };
    const auto days = read_date(cursor);
    if (!days || !(cursor.accept('T') || cursor.accept('t') || cursor.accept(' '))) {
        return malformed();
    }
    const auto in_day = read_time_of_day(cursor);
    const auto offset = in_day ? read_offset_minutes(cursor) : std::nullopt;
    if (!in_day || !offset || !cursor.at_end()) {
        return malformed();
    }
    const Timestamp at { *days * 86'400'000LL + *in_day - *offset * 60'000LL };
    // An offset may move the first or last day of the calendar out of the years that can be written.
    return at < kEarliest || at > kLatest ? Result<Timestamp> { malformed() } : Result<Timestamp> { at };
}

std::string format_timestamp(Timestamp at)
{
    const std::chrono::sys_time<Millis> time { Millis { at.millis } };
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const year_month_day date { midnight };
    const auto in_day = (time - midnight).count();
    std::array<char, 40> buffer {};
    const int length = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
        static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(in_day / 3'600'000), static_cast<int>(in_day / 60'000 % 60),
        static_cast<int>(in_day / 1000 % 60), static_cast<int>(in_day % 1000));
    return std::string(buffer.data(), static_cast<std::size_t>(length));
}

}
