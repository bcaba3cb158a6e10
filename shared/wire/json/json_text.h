// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The pieces of canonical JSON: there is exactly one text for each value.
namespace watchfloor {

// Integers of a larger magnitude are written as decimal strings: readers in other languages hold
// numbers as doubles.
inline constexpr std::int64_t kMaxPlainInteger = 9'007'199'254'740'992; // 2^53

// What RFC 3339 can name: years 0001 to 9999.
inline constexpr Timestamp kEarliestTimestamp { -62'135'596'800'000 };
inline constexpr Timestamp kLatestTimestamp { 253'402'300'799'999 };

// The bytes that stand for themselves in a string: ASCII but quotes, backslashes and controls.
constexpr std::array<bool, 256> plain_json_bytes()
{
    std::array<bool, 256> plain {};
    for (std::size_t c = 0x20; c < 0x80; ++c) {
        plain[c] = c != '"' && c != '\\';
    }
    return plain;
}
inline constexpr std::array<bool, 256> kPlainJsonBytes = plain_json_bytes();

// Quotes and escapes: \" \\ \b \t \n \f \r, other control characters as \u00xx in lower case, all
// else as it is. Bytes that are not UTF-8 become U+FFFD, so that what is written can be read.
void append_json_string(std::string& out, std::string_view text);

void append_json_integer(std::string& out, std::int64_t value);
void append_json_integer(std::string& out, std::uint64_t value);

// The text of format_timestamp in quotes; instants outside the years 0001 to 9999 become the
// nearest inside, because no other text could be read back.
void append_json_timestamp(std::string& out, Timestamp at);

// Reads exactly what append_json_timestamp writes between the quotes.
std::optional<Timestamp> read_canonical_timestamp(std::string_view text);

// RFC 3339 as parse_timestamp takes it, but nothing that an offset moves out of the years 0001 to 9999.
Result<Timestamp> read_instant(std::string_view text);

}
