// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/fields/fields_json.h"

namespace watchfloor {

// Limits on the body of a request by a person: the longest note is 16,000 characters.
inline constexpr JsonLimits kCommandLimits { .max_bytes = 256 * 1024, .max_depth = 8, .max_items = 4'000 };

// The body of a request as a command. An empty body counts as {}. What the address names (the
// incident, the alert) is for the caller to fill in.
template<typename T>
Result<T> decode_command(std::string_view body)
{
    return from_json<T>(body.empty() ? "{}" : body, kCommandLimits);
}

template<typename T>
std::string encode_command(const T& command)
{
    return to_json_text(command, Zeros::AndEmpty);
}

}
