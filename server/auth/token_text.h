// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace watchfloor {

// "wf_", 256 random bits, and eight digits that let scanners and we tell a token from noise.
std::string make_token_text();
bool is_token_text(std::string_view text);

// 32 hexadecimal digits for clients of PagerDuty's interface, which take no longer key: derived
// from the token, so that it lives and ends with it.
std::string routing_key_of(std::string_view token_text);

// What is kept of a token, a session or a link: hexadecimal SHA-256.
std::string secret_digest(std::string_view secret);

// Eight random hexadecimal digits behind a prefix: ids that say nothing about anybody.
std::string random_id(std::string_view prefix);

}
