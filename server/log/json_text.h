// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace watchfloor {

// Appends the text as a JSON string with its quotes. Control characters are escaped and each byte
// of invalid UTF-8 becomes U+FFFD, so the result is always valid JSON on one line.
void append_json_quoted(std::string& out, std::string_view text);

// True if every byte belongs to a shortest-form sequence of a scalar value (no surrogates).
bool is_valid_utf8(std::string_view text);

}
