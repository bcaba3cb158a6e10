// SPDX-License-Identifier: Apache-2.0
#include "shared/core/sha256.h"

#include "shared/core/sha256_x86.h"

#include <sodium/crypto_hash_sha256.h>

namespace watchfloor {
namespace {

int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

template<typename Bytes>
std::optional<Bytes> bytes_from_hex(std::string_view text)
{
    Bytes bytes {};
    if (text.size() != bytes.size() * 2) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hex_value(text[2 * i]);
        const int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return bytes;
}

}

Digest sha256(std::string_view bytes)
{
    return sha256(bytes, {});
}

Digest sha256(std::string_view first, std::string_view second)
{
    if (const auto digest = sha256_by_processor(first, second)) {
        return *digest;
    }
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const std::string_view part : { first, second }) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    Digest digest {};
    crypto_hash_sha256_final(&state, digest.data());
    return digest;
}

std::string to_hex(std::string_view bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(bytes.size() * 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text[2 * i] = kDigits[byte >> 4U];
        text[2 * i + 1] = kDigits[byte & 15U];
    }
    return text;
}

std::optional<Digest> digest_from_hex(std::string_view text)
{
    return bytes_from_hex<Digest>(text);
}
std::optional<Salt> salt_from_hex(std::string_view text)
{
    return bytes_from_hex<Salt>(text);
}

}
