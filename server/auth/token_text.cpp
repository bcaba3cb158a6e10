// SPDX-License-Identifier: Apache-2.0
#include "server/auth/token_text.h"

#include "server/clock/clock.h"
#include "shared/core/sha256.h"

namespace watchfloor {
namespace {

constexpr std::string_view kPrefix = "wf_";
constexpr std::size_t kSecret = 43;
constexpr std::size_t kCheck = 8;

std::string check_digits(std::string_view secret)
{
    return to_hex(as_view(sha256(secret))).substr(0, kCheck);
}

}

std::string make_token_text()
{
    const std::string secret = random_secret();
    return std::string(kPrefix) + secret + check_digits(secret);
}

bool is_token_text(std::string_view text)
{
    if (text.size() != kPrefix.size() + kSecret + kCheck || !text.starts_with(kPrefix)) {
        return false;
    }
    return check_digits(text.substr(kPrefix.size(), kSecret)) == text.substr(kPrefix.size() + kSecret);
}

std::string routing_key_of(std::string_view token_text)
{
    return secret_digest("routing key of " + std::string(token_text)).substr(0, 32);
}

std::string secret_digest(std::string_view secret)
{
    return to_hex(as_view(sha256(secret)));
}

std::string random_id(std::string_view prefix)
{
    return std::string(prefix) + to_hex(as_view(random_salt())).substr(0, 8);
}

}
