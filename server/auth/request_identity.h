// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/auth.h"
#include "server/http/http_server.h"

#include <string>

namespace watchfloor {

// What a route's `needs` may be.
inline constexpr std::string_view kNeedsNothing = "public";
inline constexpr std::string_view kNeedsRead = "read";   // people and tokens
inline constexpr std::string_view kNeedsSight = "sight"; // and wall displays
inline constexpr std::string_view kNeedsAct = "act";
inline constexpr std::string_view kNeedsAdmin = "admin";   // an administrator, or a token that stands for one
inline constexpr std::string_view kNeedsPerson = "person"; // a signed-in user, no token
inline constexpr std::string_view kNeedsIntake = "intake"; // a source's token; {source} must be its own
inline constexpr std::string_view kNeedsLocalOrRead = "local_or_read";

// Decides before a body is read whether a request may reach its route, and sets
// `request.principal`. Cookies are only good for requests from our own page.
std::optional<Response> guard_request(Auth& auth, const Route& route, Request& request);

// The principal the guard found; nobody on public routes without credentials.
Principal principal_of(const Request& request);

// "__Host-…; Secure", or a plain cookie where there is plain HTTP on loopback.
std::string session_cookie(const Request& request, const std::string& secret, Millis lifetime);
std::string wall_cookie(const Request& request, const std::string& token_text);
std::string expired_cookie(const Request& request, bool wall);

// The secret of the session the request carries, if any.
std::string session_secret_of(const Request& request);

// Whether the browser says (or cannot say otherwise) that our own page sent this.
bool from_own_page(const Request& request);

}
