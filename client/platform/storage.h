// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// A small key/value store of this profile: theme, native token, queued entries. Web:
// localStorage. Native: one 0600 file per key in $XDG_DATA_HOME/watchfloor. Keys are
// [a-z0-9._-], at most 64 characters; values at most kMaxStoredBytes.
constexpr std::size_t kMaxStoredBytes = std::size_t { 2 } << 20;

std::optional<std::string> load_stored(std::string_view key);
// False if it could not be kept (full, forbidden, private window): say so to the user where it
// matters, never lose a queued entry silently.
[[nodiscard]] bool store(std::string_view key, std::string_view value);
void erase_stored(std::string_view key);
// Sign-out and revocation: everything whose key begins with the prefix.
void erase_stored_prefix(std::string_view prefix);

bool is_storage_key(std::string_view key);

}
