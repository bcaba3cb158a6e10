// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/sent_times.h"

#include "shared/domain/decision/decision.h"
#include "shared/wire/intake/alert_stream.h"
#include "shared/wire/json/json_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace watchfloor {
namespace {

bool is_decimal_digit(char c)
{
    return c >= '0' && c <= '9';
}

// What is written where there is no time: Go's zero time too, which in a zone west of Greenwich is of the year before.
bool says_no_time(std::string_view text)
{
    return text.empty() || text == "0" || text.starts_with("0001-01-01") || text.starts_with("0000-12-31");
}

bool has_only_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_decimal_digit);
}

bool is_decimal(std::string_view text)
{
    const std::size_t point = text.find('.');
    return has_only_digits(text.substr(0, point))
        && (point == std::string_view::npos || has_only_digits(text.substr(point + 1)));
}

std::vector<std::string_view> split_at_blanks(std::string_view text)
{
    std::vector<std::string_view> words;
    for (std::size_t at = text.find_first_not_of(" \t\r\n"); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(" \t\r\n", end);
    }
    return words;
}

// What has only digits counts from 1970. In which unit follows from where that leads: two of them are a thousand times
// apart, and what is meant is not far from now.
std::optional<Timestamp> counted_time(std::string_view text, Timestamp now, std::string& mended)
{
    struct Unit {
        double per_milli;
        std::string_view name;
    };
    constexpr std::array kUnits { Unit { 0.001, "seconds" }, Unit { 1, "milliseconds" }, Unit { 1e3, "microseconds" },
        Unit { 1e6, "nanoseconds" } };
    constexpr double kTenYears = 10 * 365.25 * 86'400'000;
    if (!is_decimal(text)) {
        return std::nullopt;
    }
    const double count = std::strtod(std::string(text).c_str(), nullptr);
    for (const Unit& unit : kUnits) {
        const double millis = count / unit.per_milli;
        if (std::abs(millis - static_cast<double>(now.millis)) < kTenYears) {
            note_mended(mended, "a time was given as " + std::string(unit.name) + " since 1970");
            return Timestamp { static_cast<std::int64_t>(millis + 0.5) };
        }
    }
    return std::nullopt;
}

bool names_utc(std::string_view word)
{
    return word == "UTC" || word == "GMT" || word == "UT";
}

// What Go prints after an offset: the zone's name, which for one without a name is the offset again. A name that it does
// not know where it reads it stands beside an offset of none, which then is not true.
bool fits_offset(std::string_view name, std::string_view offset)
{
    const bool none = offset == "+0000" || offset == "-0000";
    if (name.starts_with('+') || name.starts_with('-')) {
        return offset == name || offset == std::string(name) + "00";
    }
    const bool letters = std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return letters && (none ? names_utc(name) || name == "WET" : !names_utc(name));
}

// The zone as RFC 3339 has it, or as it stands if it is none that is known; that is the reader's to refuse.
std::string completed_zone(std::string_view text, std::string& mended)
{
    std::vector<std::string_view> words = split_at_blanks(text);
    // How long the program ran ("m=+0.123"), which Go prints as well.
    if (words.size() > 1 && (words.back().starts_with("m=+") || words.back().starts_with("m=-"))
        && is_decimal(words.back().substr(3))) {
        words.pop_back();
    }
    if (words.empty()) {
        note_mended(mended, "a time had no zone and was read as UTC");
        return "Z";
    }
    const std::string zone(words.front());
    if (words.size() == 2 && fits_offset(words[1], zone)) {
        note_mended(mended, "a time was written as Go prints it");
        return zone.substr(0, 3) + ":" + zone.substr(3);
    }
    if (words.size() > 1) {
        return std::string(text);
    }
    if (names_utc(zone)) {
        note_mended(mended, "a time's zone was a name");
        return "Z";
    }
    if (zone.size() == 3) {
        note_mended(mended, "a time's offset had no minutes");
        return zone + ":00";
    }
    if (zone.size() == 5) {
        note_mended(mended, "a time's offset had no colon");
        return zone.substr(0, 3) + ":" + zone.substr(3);
    }
    if (text.starts_with(' ')) {
        note_mended(mended, "a time's zone stood apart");
    }
    return zone;
}

// The text with the parts that RFC 3339 asks for; what it is beyond that is the reader's to judge.
std::string completed_time(std::string_view text, std::string& mended)
{
    constexpr std::size_t kToMinutes = 16; // 2026-01-02T03:04
    if (text.size() < kToMinutes) {
        return std::string(text);
    }
    std::string time(text.substr(0, kToMinutes));
    const std::string_view rest = text.substr(kToMinutes);
    if (rest.starts_with('.') || rest.starts_with(',')) {
        return std::string(text); // of a minute, which nobody writes who does not mean something else
    }
    if (!rest.starts_with(':')) {
        time += ":00";
        note_mended(mended, "a time had no seconds");
    }
    const std::size_t zone_at = std::min(rest.find_first_not_of(":.,0123456789"), rest.size());
    time += rest.substr(0, zone_at);
    if (const auto comma = time.find(','); comma != std::string::npos) {
        time[comma] = '.';
        note_mended(mended, "a time had a comma before its fraction");
    }
    return time + completed_zone(rest.substr(zone_at), mended);
}

std::optional<std::size_t> place_in_threes(std::string_view word, std::string_view threes)
{
    const std::size_t at = word.size() == 3 ? threes.find(word) : std::string_view::npos;
    return at == std::string_view::npos || at % 3 != 0 ? std::nullopt : std::optional { at / 3 };
}

bool is_weekday_of(std::string_view name, Timestamp midnight)
{
    // 1970 began on a Thursday.
    const auto days = static_cast<std::size_t>((midnight.millis / 86'400'000 + 7 * 1'000'000) % 7);
    return place_in_threes(name, "ThuFriSatSunMonTueWed") == days;
}

// "Mon, 30 Nov 2026 19:00:00 +0000" as RFC 3339 has it. A weekday that is not that day's says that one of both is wrong.
std::optional<std::string> dated_time(std::string_view text, std::string& mended)
{
    std::vector<std::string_view> words = split_at_blanks(text);
    const bool has_weekday = !words.empty() && words.front().size() == 4 && words.front().ends_with(',');
    const std::string_view weekday = has_weekday ? words.front().substr(0, 3) : std::string_view {};
    words.erase(words.begin(), words.begin() + (has_weekday ? 1 : 0));
    if (words.size() > 4 && words.back().starts_with('(') && words.back().ends_with(')')) {
        words.pop_back(); // a remark
    }
    if (words.size() < 4 || words.size() > 5 || !has_only_digits(words[0]) || words[0].size() > 2
        || words[2].size() != 4) {
        return std::nullopt;
    }
    const auto month = place_in_threes(words[1], "JanFebMarAprMayJunJulAugSepOctNovDec");
    if (!month) {
        return std::nullopt;
    }
    const auto two = [](std::string digits) { return (digits.size() == 1 ? "0" : "") + digits; };
    const std::string day
        = std::string(words[2]) + "-" + two(std::to_string(*month + 1)) + "-" + two(std::string(words[0]));
    const auto midnight = parse_timestamp(day + "T00:00:00Z");
    if (!midnight.ok() || (has_weekday && !is_weekday_of(weekday, midnight.value()))) {
        return std::nullopt;
    }
    std::string how;
    const std::string zone = completed_zone(words.size() == 5 ? words[4] : std::string_view {}, how);
    note_mended(mended, words.size() == 5 ? "a time was written as in mail" : how);
    const std::string clock(words[3]);
    return day + "T" + clock + (clock.size() == 5 ? ":00" : "") + zone;
}

std::optional<Timestamp> mended_instant(std::string_view text, Timestamp now, std::string& mended)
{
    std::string how;
    if (const auto at = counted_time(text, now, how)) {
        mended = how;
        return at;
    }
    const auto dated = dated_time(text, how);
    const auto at = read_instant(dated ? *dated : completed_time(text, how));
    mended = how;
    return at.ok() ? std::optional { at.value() } : std::nullopt;
}

}

Result<std::optional<Timestamp>> optional_instant(
    std::string_view name, const std::string& text, Timestamp now, std::string& mended)
{
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const std::string_view plain = std::string_view(text).substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
    if (says_no_time(plain)) {
        return std::optional<Timestamp> {};
    }
    auto at = read_instant(text);
    if (!at.ok()) {
        std::string how;
        if (const auto meant = mended_instant(plain, now, how)) {
            at = *meant;
            note_mended(mended, how);
        }
    }
    if (!at.ok()) {
        return Error { ErrorCode::Malformed, std::string(name) + " is not a time. " + at.error().message };
    }
    return std::optional { at.value() };
}

BegunAt begun_at(const std::optional<Timestamp>& sent, Timestamp now, std::string& mended)
{
    if (sent && *sent <= now) {
        return { *sent, false };
    }
    // Clocks differ a little; of that nobody has to be told.
    if (sent && *sent > now + kFutureSlack) {
        note_mended(mended, "its beginning lay in the future and was read as now");
    }
    return { now, true };
}

}
