// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and who one is.
#include "shared/wire/requests/sessions.h"
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "server/config/command_line.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/entities/tokens.h"
#include "shared/domain/entities/walls.h"
#include "shared/wire/answers/people.h"
#include "shared/wire/answers/writes.h"

#include <algorithm>
#include <cctype>

namespace watchfloor {
namespace {

// A page of somebody else's must not sign our user in as another.
bool foreign_page(const Request& request)
{
    return (request.header("sec-fetch-site") || request.header("origin")) && !from_own_page(request);
}

// A session that the same browser held ends: the cookie's value is never the same twice.
void end_previous(App& app, const Request& request)
{
    const std::string secret = session_secret_of(request);
    const auto principal = secret.empty() ? std::nullopt : app.auth->by_session(secret);
    if (principal) {
        // What cannot be recorded now has ended all the same.
        [[maybe_unused]] const auto ended = app.auth->sign_out(*principal);
    }
}

Response sign_in(App& app, const Request& request)
{
    if (foreign_page(request)) {
        return error_response({ ErrorCode::Forbidden, "Sign in from Watchfloor's own page." });
    }
    ASSIGN_OR_ANSWER(const SignInRequest asked, decode_command<SignInRequest>(request.body));
    ASSIGN_OR_ANSWER(const OpenedSession opened,
        asked.link.empty() ? app.auth->sign_in(asked.name, asked.password, request.client_address)
                           : app.auth->sign_in_by_link(asked.link, request.client_address));
    end_previous(app, request);
    WriteAnswer answer;
    answer.seq = opened.seq;
    return json_response(201, to_json_text(answer, Zeros::Written))
        .with_header("Set-Cookie", session_cookie(request, opened.secret, kSessionLifetime));
}

bool is_plain(std::string_view token)
{
    return std::all_of(
        token.begin(), token.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

// The printed link: opens a session and leads to the page. A HEAD, as mail scanners send it, does
// not use it up.
Response sign_in_by_link(App& app, const Request& request)
{
    if (request.head_only) {
        return empty_response(204);
    }
    const std::string token(request.path_parameter("token"));
    const auto opened = app.auth->sign_in_by_link(token, request.client_address);
    if (!opened.ok() && opened.error().code == ErrorCode::Unauthorised && request.shows_pages() && is_plain(token)) {
        // The page tries it once more and says there, beside the fields for a password, why it does not work.
        return empty_response(303).with_header("Location", "/?link=" + token).with_header("Cache-Control", "no-store");
    }
    ANSWER_IF_ERROR(opened);
    end_previous(app, request);
    return empty_response(303)
        .with_header("Location", "/")
        .with_header("Cache-Control", "no-store")
        .with_header("Set-Cookie", session_cookie(request, opened.value().secret, kSessionLifetime));
}

// What cannot be recorded now has ended all the same, so the cookie goes in any case.
Response signed_out(const Request& request, const Result<std::uint64_t>& ended)
{
    if (!ended.ok()) {
        return error_response(ended.error()).with_header("Set-Cookie", expired_cookie(request, false));
    }
    WriteAnswer answer;
    answer.seq = ended.value();
    return ok(to_json_text(answer, Zeros::Written)).with_header("Set-Cookie", expired_cookie(request, false));
}

Response sign_out(App& app, const Request& request)
{
    return signed_out(request, app.auth->sign_out(principal_of(request)));
}

Response sign_out_everywhere(App& app, const Request& request)
{
    return signed_out(request, app.auth->sign_out_everywhere(principal_of(request)));
}

std::string_view kind_text(Principal::Kind kind)
{
    switch (kind) {
    case Principal::Kind::Nobody:
        return "nobody";
    case Principal::Kind::Session:
        return "session";
    case Principal::Kind::Token:
        return "token";
    case Principal::Kind::Wall:
        return "wall";
    }
    return "nobody";
}

// Visitors learn of no pages, as in the state.
WallDisplay display_of(const State& main, const TokenId& wall, WallAudience audience)
{
    WallDisplay display;
    if (const WallDisplay* known = main.displays.find(wall)) {
        display = *known;
    }
    display.id = wall;
    if (audience == WallAudience::Visitor) {
        display.pages.clear();
    }
    return display;
}

Response me(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const auto main = app.journals->main().state();
    MeAnswer answer;
    answer.journal_identity = app.journals->main().journal_identity();
    answer.kind = kind_text(caller.principal.kind);
    answer.roles = caller.actor.roles;
    answer.scopes = caller.principal.scopes;
    answer.server_time = app.clock->now();
    answer.sight = sight_mark(caller.viewer, *main);
    answer.user = caller.actor.user;
    if (const User* user = main->users.find(caller.actor.user)) {
        answer.user_name = user->name;
    }
    answer.version = product_version();
    if (caller.principal.kind == Principal::Kind::Wall) {
        answer.wall = wall_audience(caller.principal.wall, main->walls);
        answer.display = display_of(*main, caller.principal.token, *answer.wall);
    }
    return ok(to_json_text(answer));
}

Response change_password(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const PasswordRequest asked, decode_command<PasswordRequest>(request.body));
    ANSWER_IF_ERROR(app.auth->change_own_password(
        principal_of(request), { asked.old_password, asked.new_password }, request.client_address));
    return empty_response(204);
}

}

void register_session_routes(HttpServer& http, App& app)
{
    RouteOptions sign_in_options = of_the_site(acts(kNeedsNothing));
    sign_in_options.quota = QuotaClass::SignIn;
    RouteOptions link_options = of_the_site(reads(kNeedsNothing));
    link_options.quota = QuotaClass::SignIn;
    RouteOptions password_options = of_the_site(acts(kNeedsPerson));
    password_options.quota = QuotaClass::SignIn;
    http.route(Method::Post, "/api/v1/session", sign_in_options, [&app](const Request& r) { return sign_in(app, r); });
    http.route(Method::Delete, "/api/v1/session", of_the_site(acts(kNeedsPerson)),
        [&app](const Request& r) { return sign_out(app, r); });
    http.route(Method::Delete, "/api/v1/sessions", of_the_site(acts(kNeedsPerson)),
        [&app](const Request& r) { return sign_out_everywhere(app, r); });
    http.route(
        Method::Get, "/sign-in/{token}", link_options, [&app](const Request& r) { return sign_in_by_link(app, r); });
    http.route(Method::Get, "/api/v1/me", reads(kNeedsSight), [&app](const Request& r) { return me(app, r); });
    http.route(Method::Post, "/api/v1/me/password", password_options,
        [&app](const Request& r) { return change_password(app, r); });
}

}
