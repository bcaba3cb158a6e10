// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/request.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

enum class PlusSign { Literal, Space };

// Decodes percent-encoding exactly once. Nothing for a malformed escape, a control character or
// text that is not UTF-8 afterwards.
std::optional<std::string> percent_decode(std::string_view text, PlusSign plus);

// "a=1&b=2" (also the body of a form) in order; nothing if any part is malformed or there are more
// than kMaxQueryParameters. Newlines are allowed in values only where `multiline` is set.
std::optional<std::vector<NamedValue>> parse_query(std::string_view text, bool multiline = false);

// The pairs of a Cookie header; parts without "=" are skipped.
std::vector<NamedValue> parse_cookies(std::string_view text);

// "Application/JSON; charset=utf-8" becomes "application/json".
std::string media_type_of(std::string_view content_type);

std::string ascii_lower(std::string_view text);
std::string_view trimmed(std::string_view text);

}
