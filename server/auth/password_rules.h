// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/entities/people.h"

#include <cstddef>
#include <string_view>

namespace watchfloor {

// In characters that can be seen, not in bytes.
inline constexpr std::size_t kMinPassword = 12;
inline constexpr std::size_t kMaxPassword = 512;

// Whether `user` may choose this password: long enough, not one character again and again, nothing
// that shows nothing, not the own name however spelled or repeated, and none that everybody tries
// first, nor one of those repeated or with digits behind it. Malformed says what to do instead.
Result<void> check_password(std::string_view password, const User& user);

// Whether it is one of the most common passwords, whatever its case.
bool is_common_password(std::string_view password);

// How many of them this program knows; 0: it was built without the list.
std::size_t common_password_count();

}
