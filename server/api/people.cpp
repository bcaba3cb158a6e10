// SPDX-License-Identifier: Apache-2.0
// Users and tokens. Who may change whom is decide's; here only the shapes.
#include "shared/wire/requests/people.h"
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "server/auth/token_text.h"
#include "shared/wire/answers/tokens.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/requests/tokens.h"

namespace watchfloor {
namespace {

Response written(const Outcome& outcome, int status)
{
    WriteAnswer answer;
    answer.created = outcome.created;
    answer.first_seq = outcome.first_seq;
    answer.seq = outcome.last_seq;
    return json_response(status, to_json_text(answer, Zeros::Written));
}

Actor main_actor(App& app, const Request& request)
{
    return actor_of(principal_of(request), *app.journals->main().state());
}

Response list_users(App& app, const Request& request)
{
    const auto main = app.journals->main().state();
    const State visible = project(*main, sight_for(principal_of(request), *main, *main));
    return listing(
        values_of(
            visible.users, [](const User&) { return true; }, [](const User& a, const User& b) { return a.id < b.id; }),
        visible.seq);
}

Response add_user(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const AddUserRequest asked, decode_command<AddUserRequest>(request.body));
    ASSIGN_OR_ANSWER(const Outcome outcome,
        app.auth->add_user({ asked.name, asked.roles, asked.password }, main_actor(app, request)));
    return written(outcome, 201);
}

Response change_user(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const ChangeUserRequest asked, decode_command<ChangeUserRequest>(request.body));
    const auto main = app.journals->main().state();
    const User* present = main->users.find(UserId { std::string(request.path_parameter("id")) });
    if (present == nullptr) {
        return error_response({ ErrorCode::NotFound, "There is no such user; see GET /api/v1/users." });
    }
    User user = *present;
    user.disabled = asked.disabled.value_or(user.disabled);
    user.name = asked.name.value_or(user.name);
    user.roles = asked.roles.value_or(user.roles);
    ASSIGN_OR_ANSWER(const Outcome outcome, app.auth->change_user(std::move(user), main_actor(app, request)));
    return written(outcome, 200);
}

Response set_password(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const SetPasswordRequest asked, decode_command<SetPasswordRequest>(request.body));
    ANSWER_IF_ERROR(app.auth->set_password(
        UserId { std::string(request.path_parameter("id")) }, asked.password, main_actor(app, request)));
    return empty_response(204);
}

Response list_tokens(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_staff(caller));
    const auto main = app.journals->main().state();
    std::vector<TokenSummary> tokens;
    main->tokens.for_each([&](const TokenId& id, const Token& token) {
        if (!token.wall) {
            tokens.push_back({ app.auth->last_use(id), token });
        }
    });
    std::sort(tokens.begin(), tokens.end(), [](const auto& a, const auto& b) { return a.token.id < b.token.id; });
    return listing(std::move(tokens), main->seq);
}

Response make_token(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const MakeTokenRequest asked, decode_command<MakeTokenRequest>(request.body));
    ASSIGN_OR_ANSWER(const MadeToken made,
        app.auth->make_token({ asked.name, asked.scopes, {}, asked.expires_at }, main_actor(app, request)));
    return json_response(201, to_json_text(TokenAnswer { made.id, made.routing_key, made.seq, made.text }))
        .with_header("Cache-Control", "no-store");
}

Response revoke_token(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Outcome outcome,
        app.auth->revoke_token(TokenId { std::string(request.path_parameter("id")) }, main_actor(app, request)));
    return written(outcome, 200);
}

}

void register_people_routes(HttpServer& http, App& app)
{
    RouteOptions password_options = acts(kNeedsAdmin);
    password_options.quota = QuotaClass::SignIn;
    http.route(Method::Get, "/api/v1/users", reads(), [&app](const Request& r) { return list_users(app, r); });
    http.route(Method::Post, "/api/v1/users", password_options, [&app](const Request& r) { return add_user(app, r); });
    http.route(Method::Post, "/api/v1/users/{id}", acts(kNeedsAdmin),
        [&app](const Request& r) { return change_user(app, r); });
    http.route(Method::Post, "/api/v1/users/{id}/password", password_options,
        [&app](const Request& r) { return set_password(app, r); });
    http.route(
        Method::Get, "/api/v1/tokens", reads(kNeedsAdmin), [&app](const Request& r) { return list_tokens(app, r); });
    http.route(
        Method::Post, "/api/v1/tokens", acts(kNeedsAdmin), [&app](const Request& r) { return make_token(app, r); });
    http.route(Method::Delete, "/api/v1/tokens/{id}", acts(kNeedsAdmin),
        [&app](const Request& r) { return revoke_token(app, r); });
}

}
