// SPDX-License-Identifier: Apache-2.0
// Users. Who may change whom is decide's; here only the shapes.
#include "shared/wire/requests/people.h"
#include "server/api/caller.h"
#include "server/api/routes.h"

namespace watchfloor {
namespace {

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
    if (!asked.disabled && !asked.name && !asked.roles) {
        return error_response({ ErrorCode::Malformed, "Say what to change: name, roles or disabled." });
    }
    const auto change = [&](User& user) {
        user.disabled = asked.disabled.value_or(user.disabled);
        user.name = asked.name.value_or(user.name);
        user.roles = asked.roles.value_or(user.roles);
    };
    const UserId user { std::string(request.path_parameter("id")) };
    ASSIGN_OR_ANSWER(const Outcome outcome, app.auth->change_user(user, change, main_actor(app, request)));
    return written(outcome, 200);
}

Response set_password(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const SetPasswordRequest asked, decode_command<SetPasswordRequest>(request.body));
    const UserId user { std::string(request.path_parameter("id")) };
    const Actor actor = main_actor(app, request);
    if (user == actor.user) {
        return error_response({ ErrorCode::Forbidden,
            "Change your own password with the present one, at /api/v1/me/password (in the console: your account)." });
    }
    ANSWER_IF_ERROR(app.auth->set_password(user, asked.password, actor));
    return empty_response(204);
}

}

void register_people_routes(HttpServer& http, App& app)
{
    RouteOptions password_options = of_the_site(acts(kNeedsAdmin));
    password_options.quota = QuotaClass::SignIn;
    http.route(
        Method::Get, "/api/v1/users", of_the_site(reads()), [&app](const Request& r) { return list_users(app, r); });
    http.route(Method::Post, "/api/v1/users", password_options, [&app](const Request& r) { return add_user(app, r); });
    http.route(Method::Post, "/api/v1/users/{id}", of_the_site(acts(kNeedsAdmin)),
        [&app](const Request& r) { return change_user(app, r); });
    http.route(Method::Post, "/api/v1/users/{id}/password", password_options,
        [&app](const Request& r) { return set_password(app, r); });
}

}
