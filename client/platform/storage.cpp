// SPDX-License-Identifier: Apache-2.0
#include "client/platform/storage.h"

#include <algorithm>

namespace watchfloor {

bool is_storage_key(std::string_view key)
{
    constexpr std::size_t longest = 64;
    const bool known_characters = std::all_of(key.begin(), key.end(),
        [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'; });
    return !key.empty() && key.size() <= longest && known_characters && key.front() != '.';
}

}
