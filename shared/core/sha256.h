// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

using Digest = std::array<std::uint8_t, 32>;
using Salt = std::array<std::uint8_t, 16>;

// SHA-256 by libsodium, the same function natively and in WebAssembly.
Digest sha256(std::string_view bytes);
// Of both, one after the other.
Digest sha256(std::string_view first, std::string_view second);

template<typename Bytes>
std::string_view as_view(const Bytes& bytes)
{
    return { reinterpret_cast<const char*>(bytes.data()), bytes.size() };
}

std::string to_hex(std::string_view bytes);

// Lower-case hexadecimal only, of exactly the expected length: one text per digest.
std::optional<Digest> digest_from_hex(std::string_view text);
std::optional<Salt> salt_from_hex(std::string_view text);

}
