// SPDX-License-Identifier: Apache-2.0
#include "client/language/pseudo_locale.h"
#include "client/language/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kTexts = static_cast<std::size_t>(Text::Count);

// One text after the other. A table of where each is would be a tenth of what the page's data weigh compressed.
constexpr char kEnglishTexts[] =
#define WATCHFLOOR_TEXT(key, english) english "\0"
#include "client/language/catalogue_en.inc"
#undef WATCHFLOOR_TEXT
    ;

const std::array<std::string_view, kTexts>& english()
{
    static const auto texts = [] {
        std::array<std::string_view, kTexts> found {};
        const char* at = kEnglishTexts;
        for (std::string_view& text : found) {
            text = at;
            at += text.size() + 1;
        }
        return found;
    }();
    return texts;
}

// Codes are signs, in every language the same.
bool is_code(Text text)
{
    return text >= Text::CodeCritical && text <= Text::CodeNormal;
}

std::vector<std::string> pseudo_catalogue()
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < kTexts; ++i) {
        out.push_back(is_code(static_cast<Text>(i)) ? std::string { english()[i] } : pseudo_text(english()[i]));
    }
    return out;
}

// Empty while the screens speak English.
std::vector<std::string>& other_language()
{
    static std::vector<std::string> texts;
    return texts;
}

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// What stands for the placeholder at the beginning of `rest`, and how long that is; 0: there is none.
std::size_t take_placeholder(std::string& out, std::string_view rest, const std::array<std::string_view, 3>& values)
{
    const auto end = rest.find('}');
    if (rest.size() < 3 || rest[0] != '{' || rest[1] < '0' || rest[1] > '2' || end == std::string_view::npos) {
        return 0;
    }
    const std::string_view value = values[static_cast<std::size_t>(rest[1] - '0')];
    const auto many = rest.find('|', 3);
    if (end == 2) {
        out += value;
    } else if (rest[2] == '|' && many < end) {
        out += value == "1" ? rest.substr(3, many - 3) : rest.substr(many + 1, end - many - 1);
    } else {
        return 0;
    }
    return end + 1;
}

std::string filled(std::string_view pattern, const std::array<std::string_view, 3>& values)
{
    std::string out;
    for (std::size_t i = 0; i < pattern.size();) {
        const std::size_t taken = take_placeholder(out, pattern.substr(i), values);
        if (taken == 0) {
            out += pattern[i];
        }
        i += std::max<std::size_t>(taken, 1);
    }
    return out;
}

std::string two_digits(std::int64_t number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}

bool use_language(std::string_view name)
{
    if (name != "en" && name != "pseudo") {
        return false;
    }
    other_language() = name == "pseudo" ? pseudo_catalogue() : std::vector<std::string> {};
    return true;
}

std::string_view tr(Text text)
{
    const auto index = static_cast<std::size_t>(text);
    return other_language().empty() ? english()[index] : std::string_view { other_language()[index] };
}

std::string tr(Text text, std::string_view first)
{
    return filled(tr(text), { first, "", "" });
}

std::string tr(Text text, std::string_view first, std::string_view second)
{
    return filled(tr(text), { first, second, "" });
}

std::string tr(Text text, std::string_view first, std::string_view second, std::string_view third)
{
    return filled(tr(text), { first, second, third });
}

std::string format_age(std::int64_t millis)
{
    const std::int64_t age = millis < 0 ? 0 : millis;
    if (age < 2 * kMinute) {
        return tr(Text::AgeSeconds, std::to_string(age / kSecond));
    }
    if (age < 2 * kHour) {
        return tr(Text::AgeMinutes, std::to_string(age / kMinute));
    }
    if (age < 2 * kDay) {
        return tr(Text::AgeHours, std::to_string(age / kHour), two_digits(age % kHour / kMinute));
    }
    return tr(Text::AgeDays, std::to_string(age / kDay), std::to_string(age % kDay / kHour));
}

std::string format_duration(std::int64_t millis)
{
    const std::int64_t span = millis < 0 ? -millis : millis;
    const auto minutes = two_digits(span % kHour / kMinute) + ":" + two_digits(span % kMinute / kSecond);
    const auto whole = span >= kHour ? std::to_string(span / kHour) + ":" + minutes : minutes;
    return millis < 0 ? "-" + whole : whole;
}

std::string format_count(std::uint64_t count)
{
    std::string text = std::to_string(count);
    for (std::size_t at = text.size(); at > 3; at -= 3) {
        text.insert(at - 3, 1, ',');
    }
    return text;
}

std::string format_time_of_day(std::int64_t unix_millis, int utc_offset_seconds)
{
    const std::int64_t local = unix_millis + utc_offset_seconds * kSecond;
    const std::int64_t of_day = ((local % kDay) + kDay) % kDay;
    return two_digits(of_day / kHour) + ":" + two_digits(of_day % kHour / kMinute) + ":"
        + two_digits(of_day % kMinute / kSecond);
}

}
