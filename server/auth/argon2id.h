// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/kept_memory.h"
#include "shared/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// Argon2id out of libsodium's source, in memory of ours, which is wiped before these return. The text is what
// crypto_pwhash_str() makes and crypto_pwhash_str_verify() reads, and the other way round.
struct Argon2Cost {
    std::uint32_t passes = 0;
    std::uint32_t kibibytes = 0;
};

// Unavailable where there is not enough memory.
Result<std::string> argon2id_text(std::string_view password, const Argon2Cost& cost, KeptMemory& memory);

// Whether the text is of this password; what is no such text never matches. One that asks for more memory than is lent
// gets its own.
bool argon2id_is_of(const std::string& text, std::string_view password, KeptMemory& memory);

}
