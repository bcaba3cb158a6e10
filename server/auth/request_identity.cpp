// SPDX-License-Identifier: Apache-2.0
#include "server/auth/request_identity.h"

#include "server/http/json_error.h"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace watchfloor {
namespace {

constexpr std::string_view kSecureSession = "__Host-watchfloor";
constexpr std::string_view kPlainSession = "watchfloor";
constexpr std::string_view kSecureWall = "__Host-watchfloor-wall";
constexpr std::string_view kPlainWall = "watchfloor-wall";
constexpr std::size_t kMaxCredential = 512;
constexpr Millis kWallCookieLifetime = std::chrono::hours { 400 * 24 };

// Within this very machine.
bool goes_without_tls(const Request& request)
{
    return request.local && !request.secure;
}

std::string cookie_value(const Request& request, std::string_view secure, std::string_view plain)
{
    if (const auto value = request.cookie(secure)) {
        return std::string(*value);
    }
    // A plain cookie could have been set by a neighbouring host; on loopback there is none.
    const auto value = goes_without_tls(request) ? request.cookie(plain) : std::nullopt;
    return std::string(value.value_or(""));
}

// Without TLS cookies are only set for this very machine.
std::string cookie(
    const Request& request, std::string_view secure, std::string_view plain, const std::string& value, Millis lifetime)
{
    const bool without = goes_without_tls(request);
    return std::string(without ? plain : secure) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
        + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(lifetime).count())
        + (without ? "" : "; Secure");
}

std::string basic_password(std::string_view encoded)
{
    std::array<char, kMaxCredential> decoded {};
    std::size_t length = 0;
    if (encoded.size() > kMaxCredential
        || sodium_base642bin(reinterpret_cast<unsigned char*>(decoded.data()), decoded.size(), encoded.data(),
               encoded.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL)
            != 0) {
        return {};
    }
    const std::string_view text(decoded.data(), length);
    const auto colon = text.find(':');
    return colon == std::string_view::npos ? std::string {} : std::string(text.substr(colon + 1));
}

// What a browser sends along by itself, whoever made it send the request.
enum class Carrier { Program, Cookie, BrowsersPassword };

struct GivenToken {
    std::string text {};
    Carrier carrier = Carrier::Program;
};

// The token of an Authorization header: as bearer, or as the password of Basic.
GivenToken token_of(std::string_view header)
{
    const auto space = header.find(' ');
    if (space == std::string_view::npos) {
        return {};
    }
    std::string scheme(header.substr(0, space));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    const std::string_view rest = header.substr(space + 1);
    if (scheme == "basic") {
        return { basic_password(rest), Carrier::BrowsersPassword };
    }
    return { scheme == "bearer" ? std::string(rest) : std::string {} };
}

struct Identity {
    std::optional<Principal> principal {};
    Carrier carrier = Carrier::Program;
};

Identity identify(Auth& auth, const Request& request)
{
    if (const auto header = request.header("authorization")) {
        const GivenToken given = token_of(*header);
        return { auth.by_token(given.text), given.carrier };
    }
    if (const auto secret = session_secret_of(request); !secret.empty()) {
        if (auto principal = auth.by_session(secret)) {
            return { std::move(principal), Carrier::Cookie };
        }
    }
    if (const auto token = cookie_value(request, kSecureWall, kPlainWall); !token.empty()) {
        auto principal = auth.by_token(token);
        const bool wall = principal && principal->kind == Principal::Kind::Wall;
        return { wall ? std::move(principal) : std::nullopt, Carrier::Cookie };
    }
    return {};
}

bool may_deliver(const Principal& principal, const Request& request)
{
    const auto sources = principal.intake_sources();
    for (const NamedValue& parameter : request.path_parameters) {
        if (parameter.name == "source") {
            return std::find(sources.begin(), sources.end(), parameter.value) != sources.end();
        }
    }
    return !sources.empty();
}

bool satisfies(const Auth& auth, const Principal& principal, const std::string& needs, const Request& request)
{
    if (needs == kNeedsAdmin) {
        return auth.administers(principal);
    }
    if (needs == kNeedsSight) {
        return principal.may("read") || principal.kind == Principal::Kind::Wall;
    }
    if (needs == kNeedsPerson) {
        return principal.kind == Principal::Kind::Session;
    }
    if (needs == kNeedsIntake) {
        return may_deliver(principal, request);
    }
    return principal.may(needs == kNeedsLocalOrRead ? kNeedsRead : std::string_view(needs));
}

Response not_that_far(const Principal& principal, const std::string& needs)
{
    if (needs == kNeedsAdmin && principal.may("admin")) {
        return error_response({ ErrorCode::Forbidden, "This is for administrators; ask one to do it for you." });
    }
    if (needs == kNeedsPerson) {
        return error_response({ ErrorCode::Forbidden, "This is for people: sign in and do it yourself." });
    }
    std::string_view scope = needs == kNeedsSight || needs == kNeedsLocalOrRead ? kNeedsRead : std::string_view(needs);
    scope = needs == kNeedsIntake ? "intake:<source>" : scope;
    return error_response({ ErrorCode::Forbidden,
        "This sign-in or token does not reach that far; it needs the scope '" + std::string(scope) + "'." });
}

// Calendar programs send a password only when they are asked for one.
Response sign_in_first(const Request& request)
{
    const bool calendar = request.path.starts_with("/calendar/");
    return error_response({ ErrorCode::Unauthorised, "Sign in, or send a valid token as Authorization: Bearer wf_…." })
        .with_header("WWW-Authenticate",
            calendar ? R"(Basic realm="Watchfloor: a token as the password", charset="UTF-8")" : "Bearer");
}

}

namespace {

// However many sessions somebody opens, they are one.
std::string caller_name(const Principal& principal)
{
    return principal.kind == Principal::Kind::Session ? "user:" + principal.user.text : principal.session_id;
}

// Programs that send a password of their own accord name no page; a browser names the one that made it.
bool may_change(Carrier carrier, const Request& request)
{
    const bool names_page = request.header("sec-fetch-site") || request.header("origin");
    return carrier == Carrier::Program || (carrier == Carrier::BrowsersPassword && !names_page)
        || from_own_page(request);
}

}

bool from_own_page(const Request& request)
{
    if (const auto site = request.header("sec-fetch-site")) {
        return *site == "same-origin" || *site == "none";
    }
    const auto origin = request.header("origin");
    const auto forwarded_host = request.forwarded("x-forwarded-host");
    const auto host = forwarded_host ? forwarded_host : request.header("host");
    if (!origin || !host) {
        return false;
    }
    if (const auto proto = request.forwarded("x-forwarded-proto")) {
        return *origin == std::string(*proto) + "://" + std::string(*host);
    }
    return (!request.secure && *origin == "http://" + std::string(*host)) || *origin == "https://" + std::string(*host);
}

std::optional<Response> guard_request(Auth& auth, const Route& route, Request& request)
{
    const std::string& needs = route.options.needs;
    Identity identity = identify(auth, request);
    if (identity.principal) {
        request.principal = *identity.principal;
        request.caller = caller_name(*identity.principal);
    }
    const bool local = needs == kNeedsLocalOrRead && request.local;
    if (needs == kNeedsNothing || local) {
        return std::nullopt;
    }
    if (!identity.principal) {
        return sign_in_first(request);
    }
    if (!satisfies(auth, *identity.principal, needs, request)) {
        return not_that_far(*identity.principal, needs);
    }
    if (request.method != Method::Get && !may_change(identity.carrier, request)) {
        return error_response({ ErrorCode::Forbidden,
            "This request did not come from our own page; send the Origin header of this server, or use a token." });
    }
    return std::nullopt;
}

Principal principal_of(const Request& request)
{
    const auto* principal = std::any_cast<Principal>(&request.principal);
    return principal != nullptr ? *principal : Principal {};
}

std::string session_secret_of(const Request& request)
{
    return cookie_value(request, kSecureSession, kPlainSession);
}

std::string session_cookie(const Request& request, const std::string& secret, Millis lifetime)
{
    return cookie(request, kSecureSession, kPlainSession, secret, lifetime);
}

std::string wall_cookie(const Request& request, const std::string& token_text)
{
    return cookie(request, kSecureWall, kPlainWall, token_text, kWallCookieLifetime);
}

std::string expired_cookie(const Request& request, bool wall)
{
    return wall ? cookie(request, kSecureWall, kPlainWall, "", Millis { 0 })
                : cookie(request, kSecureSession, kPlainSession, "", Millis { 0 });
}

}
