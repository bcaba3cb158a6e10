// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// Every string on screen, by key. Append keys here and their English to catalogue_en.cpp (the compiler
// names the one that is missing). Placeholders are {0}, {1}, …; {0|alert|alerts} is the first word where {0} is 1.
enum class Text : std::uint16_t {
#define WATCHFLOOR_TEXT(key, english) key,
#include "client/language/catalogue_en.inc"
#undef WATCHFLOOR_TEXT
    Count,
};

// "en", or "pseudo" (client/language/pseudo_locale.h); false and no change for any other. Texts taken before are no
// longer valid.
bool use_language(std::string_view name);

std::string_view tr(Text text);
std::string tr(Text text, std::string_view first);
std::string tr(Text text, std::string_view first, std::string_view second);
std::string tr(Text text, std::string_view first, std::string_view second, std::string_view third);

// "12 s", "3 min", "2 h 05 min": how old something is.
std::string format_age(std::int64_t millis);
// "04:17", "1:04:17", with tabular digits.
std::string format_duration(std::int64_t millis);
// "12,480".
std::string format_count(std::uint64_t count);
// "14:03:27", of an instant moved by the offset of its zone.
std::string format_time_of_day(std::int64_t unix_millis, int utc_offset_seconds);

}
