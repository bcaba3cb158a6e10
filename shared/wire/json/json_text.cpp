// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json/json_text.h"

#include "shared/wire/json/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace watchfloor {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::int64_t kMillisPerDay = 86'400'000;
constexpr std::string_view kTimestampShape = "0000-00-00T00:00:00.000Z";

void append_escaped(std::string& out, char c)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\b':
        out += "\\b";
        return;
    case '\t':
        out += "\\t";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\r':
        out += "\\r";
        return;
    default:
        out += "\\u00";
        out.push_back(kDigits[static_cast<unsigned char>(c) >> 4U]);
        out.push_back(kDigits[static_cast<unsigned char>(c) & 15U]);
    }
}

template<typename Integer>
void append_digits(std::string& out, Integer value, bool quoted)
{
    std::array<char, 24> buffer {};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    if (quoted) {
        out.push_back('"');
    }
    out.append(buffer.data(), end);
    if (quoted) {
        out.push_back('"');
    }
}

void put_digits(char* at, std::size_t width, std::int64_t value)
{
    for (std::size_t i = width; i > 0; --i) {
        at[i - 1] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

// The digits of [from, from + width), which the shape check has found to be digits.
int number_at(std::string_view text, std::size_t from, std::size_t width)
{
    int value = 0;
    for (std::size_t i = from; i < from + width; ++i) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool has_timestamp_shape(std::string_view text)
{
    if (text.size() != kTimestampShape.size()) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (kTimestampShape[i] == '0' ? !digit : text[i] != kTimestampShape[i]) {
            return false;
        }
    }
    return true;
}

}

void append_json_string(std::string& out, std::string_view text)
{
    out.push_back('"');
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && kPlainJsonBytes[static_cast<unsigned char>(text[end])]) {
            ++end;
        }
        out.append(text, at, end - at);
        at = end;
        if (at == text.size()) {
            break;
        }
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            append_escaped(out, text[at]);
            ++at;
            continue;
        }
        const std::size_t length = utf8_sequence_length(text.substr(at));
        out.append(length > 0 ? text.substr(at, length) : std::string_view { "\xEF\xBF\xBD" });
        at += std::max<std::size_t>(length, 1);
    }
    out.push_back('"');
}

void append_json_integer(std::string& out, std::int64_t value)
{
    append_digits(out, value, value > kMaxPlainInteger || value < -kMaxPlainInteger);
}

void append_json_integer(std::string& out, std::uint64_t value)
{
    append_digits(out, value, value > static_cast<std::uint64_t>(kMaxPlainInteger));
}

void append_json_timestamp(std::string& out, Timestamp at)
{
    const std::int64_t millis = std::clamp(at.millis, kEarliestTimestamp.millis, kLatestTimestamp.millis);
    std::int64_t days = millis / kMillisPerDay;
    std::int64_t in_day = millis % kMillisPerDay;
    if (in_day < 0) {
        --days;
        in_day += kMillisPerDay;
    }
    const year_month_day date { sys_days { std::chrono::days { static_cast<int>(days) } } };
    const std::size_t start = out.size() + 1;
    out.push_back('"');
    out.append(kTimestampShape);
    out.push_back('"');
    char* text = out.data() + start;
    put_digits(text, 4, static_cast<int>(date.year()));
    put_digits(text + 5, 2, static_cast<unsigned>(date.month()));
    put_digits(text + 8, 2, static_cast<unsigned>(date.day()));
    put_digits(text + 11, 2, in_day / 3'600'000);
    put_digits(text + 14, 2, in_day / 60'000 % 60);
    put_digits(text + 17, 2, in_day / 1000 % 60);
    put_digits(text + 20, 3, in_day % 1000);
}

std::optional<Timestamp> read_canonical_timestamp(std::string_view text)
{
    if (!has_timestamp_shape(text)) {
        return std::nullopt;
    }
    const year_month_day date { year { number_at(text, 0, 4) }, month { static_cast<unsigned>(number_at(text, 5, 2)) },
        day { static_cast<unsigned>(number_at(text, 8, 2)) } };
    const int hours = number_at(text, 11, 2);
    const int minutes = number_at(text, 14, 2);
    const int seconds = number_at(text, 17, 2);
    if (date.year() < year { 1 } || !date.ok() || hours > 23 || minutes > 59 || seconds > 59) {
        return std::nullopt;
    }
    const std::int64_t days = sys_days { date }.time_since_epoch().count();
    const std::int64_t in_day = ((hours * 60LL + minutes) * 60LL + seconds) * 1000LL + number_at(text, 20, 3);
    return Timestamp { days * kMillisPerDay + in_day };
}

Result<Timestamp> read_instant(std::string_view text)
{
    auto at = parse_timestamp(text);
    if (at.ok() && (at.value() < kEarliestTimestamp || at.value() > kLatestTimestamp)) {
        return Error { ErrorCode::Malformed, "Give a time between the years 0001 and 9999 in UTC." };
    }
    return at;
}

}
