// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace watchfloor {

// Length (1 to 4) of the well-formed UTF-8 sequence at the front of `text`; 0 where there is none:
// stray or missing continuation bytes, overlong forms, surrogates, beyond U+10FFFF, or empty text.
std::size_t utf8_sequence_length(std::string_view text);

bool is_utf8(std::string_view text);

// The longest front part of at most `max_bytes` that does not cut a sequence in two.
std::string_view utf8_front(std::string_view text, std::size_t max_bytes);

}
