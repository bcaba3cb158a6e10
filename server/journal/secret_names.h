// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"

#include <string>
#include <string_view>

namespace watchfloor {

// Names in the secrets table. None holds a secret that works: only hashes and digests.
inline constexpr std::string_view kPasswordSecret = "password:";
inline constexpr std::string_view kSessionSecret = "session:";
inline constexpr std::string_view kTokenSecret = "token:";
inline constexpr std::string_view kLinkSecret = "link:";

inline std::string password_secret(const UserId& user)
{
    return std::string(kPasswordSecret) + user.text;
}
// A mark that is new with every password: it tells a password from those before it, and tells nothing of any.
inline constexpr std::string_view kPasswordMark = "password-set:";
inline std::string password_mark(const UserId& user)
{
    return std::string(kPasswordMark) + user.text;
}
// A mark that is new whenever a session is ended; SignOutList keeps the same one outside the database.
inline constexpr std::string_view kSignOutMark = "sign-out-mark";
inline std::string session_secret(const std::string& digest)
{
    return std::string(kSessionSecret) + digest;
}
inline std::string token_secret(const std::string& digest)
{
    return std::string(kTokenSecret) + digest;
}
inline std::string link_secret(const std::string& digest)
{
    return std::string(kLinkSecret) + digest;
}

// What Principal::session_id begins with for a token.
inline constexpr std::string_view kTokenSession = "token:";

// A remembered value, no secret: when a token was last used.
inline std::string token_use_name(const TokenId& token)
{
    return "token-used:" + token.text;
}

// Another: from where a user has signed in.
inline std::string signed_in_from_name(const UserId& user)
{
    return "signed-in-from:" + user.text;
}

}
