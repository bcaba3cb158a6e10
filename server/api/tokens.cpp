// SPDX-License-Identifier: Apache-2.0
// Tokens of programs. Who may make which is decide's; here only the shapes.
#include "shared/wire/requests/tokens.h"
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "shared/wire/answers/tokens.h"

namespace watchfloor {
namespace {

Response list_tokens(App& app, const Request&)
{
    const auto main = app.journals->main().state();
    std::vector<TokenSummary> tokens;
    main->tokens.for_each([&](const TokenId& id, const Token& token) {
        if (!token.wall) {
            tokens.push_back({ app.auth->token_created_at(id), app.auth->last_use(id), token });
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

void register_token_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/tokens", of_the_site(reads(kNeedsAdmin)),
        [&app](const Request& r) { return list_tokens(app, r); });
    http.route(Method::Post, "/api/v1/tokens", of_the_site(acts(kNeedsAdmin)),
        [&app](const Request& r) { return make_token(app, r); });
    http.route(Method::Delete, "/api/v1/tokens/{id}", of_the_site(acts(kNeedsAdmin)),
        [&app](const Request& r) { return revoke_token(app, r); });
}

}
