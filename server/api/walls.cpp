// SPDX-License-Identifier: Apache-2.0
// Wall displays: pairing, the list, their names, places and pages, revocation, and what they all may show.
#include "shared/domain/commands/walls.h"
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/entities/tokens.h"
#include "shared/domain/input_text.h"
#include "shared/wire/answers/walls.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/requests/walls.h"

namespace watchfloor {
namespace {

struct NothingAsked {
    template<typename V, typename S>
    static void fields(V&, S&)
    {
    }
};

Response begin_pairing(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER([[maybe_unused]] const NothingAsked nothing, decode_command<NothingAsked>(request.body));
    ASSIGN_OR_ANSWER(const Pairing pairing, app.auth->pairing().begin(request.client_address, app.clock->now()));
    return json_response(201, to_json_text(PairingAnswer { pairing.code, pairing.expires_at, pairing.secret }));
}

// The wall asks every few seconds; it gets its token once.
Response redeem_pairing(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const RedeemRequest asked, decode_command<RedeemRequest>(request.body));
    ASSIGN_OR_ANSWER(const auto token, app.auth->pairing().redeem(asked.secret, app.clock->now()));
    RedeemAnswer answer;
    answer.paired = token.has_value();
    if (!token) {
        return ok(to_json_text(answer));
    }
    if (asked.as_token) {
        answer.token = *token;
        return ok(to_json_text(answer));
    }
    return ok(to_json_text(answer)).with_header("Set-Cookie", wall_cookie(request, *token));
}

std::string upper(std::string code)
{
    std::erase_if(code, [](char c) { return c == ' ' || c == '-'; });
    std::transform(code.begin(), code.end(), code.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return code;
}

Response approve(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const ApproveRequest asked, decode_command<ApproveRequest>(request.body));
    const std::string code = upper(asked.code);
    const Actor actor = main_actor(app, request);
    const NewToken wanted { asked.name, { "wall" }, asked.audience, {}, asked.diagonal_inches,
        asked.distance_centimetres };
    // Before the code is looked at: whoever may let no wall in learns no code, and takes no wall from others.
    ANSWER_IF_ERROR(app.auth->check_new_token(wanted, actor));
    ANSWER_IF_ERROR(app.auth->pairing().claim(code, actor.user, app.clock->now()));
    const auto made = app.auth->make_token(wanted, actor);
    if (!made.ok()) {
        app.auth->pairing().release(code);
        return error_response(made.error());
    }
    app.auth->pairing().approve(code, made.value().text, app.clock->now());
    WriteAnswer answer;
    answer.created = made.value().id.text;
    answer.first_seq = made.value().seq;
    answer.seq = made.value().seq;
    return json_response(201, to_json_text(answer, Zeros::Written));
}

Response list_walls(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_staff(caller));
    const std::uint64_t seq = app.journals->main().state()->seq;
    return listing(app.walls->list(), seq);
}

// The wall that the path names, for who may change walls: others do not learn whether there is one.
Result<TokenId> wall_in_path(App& app, const Request& request, const Actor& actor)
{
    TokenId id { std::string(request.path_parameter("id")) };
    RETURN_IF_ERROR(check_permission(actor, Act::SetWallToken));
    const auto main = app.journals->main().state();
    const Token* token = main->tokens.find(id);
    if (token == nullptr || !token->wall) {
        return Error { ErrorCode::NotFound, "There is no such wall display; see GET /api/v1/walls." };
    }
    return id;
}

Response rename_wall(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const RenameWallRequest asked, decode_command<RenameWallRequest>(request.body));
    const Actor actor = main_actor(app, request);
    ASSIGN_OR_ANSWER(const TokenId id, wall_in_path(app, request, actor));
    ASSIGN_OR_ANSWER(const Outcome outcome, app.auth->rename_token(id, asked.name, actor));
    return written(outcome, 200);
}

// Walls are the site's, whatever journal somebody looks at.
template<typename T>
Response set_up_wall(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(T command, decode_command<T>(request.body));
    const Actor actor = main_actor(app, request);
    ASSIGN_OR_ANSWER(command.wall, wall_in_path(app, request, actor));
    Submission submission;
    submission.command = std::move(command);
    submission.actor = actor;
    ASSIGN_OR_ANSWER(const Outcome outcome, app.journals->main().execute(std::move(submission)));
    return written(outcome, 200);
}

// Only of itself, and nothing of it is in the journal: a wall may write nothing there.
Response describe_wall(App& app, const Request& request)
{
    constexpr std::int64_t kMostPixels = 32'768;
    ASSIGN_OR_ANSWER(const WallReportRequest said, decode_command<WallReportRequest>(request.body));
    const Principal principal = principal_of(request);
    if (principal.kind != Principal::Kind::Wall) {
        return error_response({ ErrorCode::Forbidden, "Only a wall display says this, of itself." });
    }
    const auto fits = [](std::int64_t pixels) { return pixels > 0 && pixels <= kMostPixels; };
    if (!fits(said.width) || !fits(said.height)) {
        return error_response({ ErrorCode::Malformed, "Give `width` and `height` in pixels, from 1 to 32768." });
    }
    if (said.tested.size() > kMaxSlug) {
        return error_response({ ErrorCode::Malformed, "Give `tested` as the event `test` named it." });
    }
    app.walls->describe(principal.token, said);
    return empty_response(204);
}

// To that display's streams alone, whichever journal they show.
Response test_wall(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER([[maybe_unused]] const NothingAsked nothing, decode_command<NothingAsked>(request.body));
    const Actor actor = main_actor(app, request);
    ASSIGN_OR_ANSWER(const TokenId id, wall_in_path(app, request, actor));
    ASSIGN_OR_ANSWER(const WallTest asked, app.walls->begin_test(id));
    const std::string data = to_json_text(asked);
    for (OpenedJournal* opened : app.journals->opened()) {
        app.hub->broadcast(opened->sequencer->journal().text, "test", data,
            [session = session_of_wall(id)](const Viewer& viewer) { return viewer.session_id == session; });
    }
    return empty_response(204);
}

Response revoke_wall(App& app, const Request& request)
{
    const Actor actor = main_actor(app, request);
    ASSIGN_OR_ANSWER(const TokenId id, wall_in_path(app, request, actor));
    ASSIGN_OR_ANSWER(const Outcome outcome, app.auth->revoke_token(id, actor));
    return written(outcome, 200);
}

}

void register_wall_routes(HttpServer& http, App& app)
{
    RouteOptions pairing_options = of_the_site(acts(kNeedsNothing));
    pairing_options.quota = QuotaClass::SignIn;
    http.route(Method::Post, "/api/v1/walls/pairings", pairing_options,
        [&app](const Request& r) { return begin_pairing(app, r); });
    http.route(Method::Post, "/api/v1/walls/pairings/redeem", pairing_options,
        [&app](const Request& r) { return redeem_pairing(app, r); });
    http.route(Method::Get, "/api/v1/walls", reads(), [&app](const Request& r) { return list_walls(app, r); });
    http.route(Method::Post, "/api/v1/walls", of_the_site(acts(kNeedsPerson)),
        [&app](const Request& r) { return approve(app, r); });
    http.route(Method::Post, "/api/v1/walls/self", of_the_site(acts(kNeedsSight)),
        [&app](const Request& r) { return describe_wall(app, r); });
    http.route(Method::Post, "/api/v1/walls/{id}", of_the_site(acts()),
        [&app](const Request& r) { return rename_wall(app, r); });
    http.route(Method::Post, "/api/v1/walls/{id}/fitting", of_the_site(acts()),
        [&app](const Request& r) { return set_up_wall<FitWall>(app, r); });
    http.route(Method::Post, "/api/v1/walls/{id}/test", of_the_site(acts()),
        [&app](const Request& r) { return test_wall(app, r); });
    http.route(Method::Post, "/api/v1/walls/{id}/pages", of_the_site(acts()),
        [&app](const Request& r) { return set_up_wall<SetWallPages>(app, r); });
    http.route(Method::Delete, "/api/v1/walls/{id}", of_the_site(acts()),
        [&app](const Request& r) { return revoke_wall(app, r); });
    http.route(Method::Post, "/api/v1/walls/switch", acts(), command_route<SwitchWalls>(app, 200));
}

}
