// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/tokens.h"

#include "shared/domain/decide/walls.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxScopes = 16;

Result<void> check_scope(const State& state, const std::string& scope)
{
    constexpr auto kPlain = std::to_array<std::string_view>({ "read", "act", "admin", "wall" });
    constexpr std::string_view kIntake = "intake:";
    if (std::find(kPlain.begin(), kPlain.end(), scope) != kPlain.end()) {
        return {};
    }
    if (scope.substr(0, kIntake.size()) == kIntake) {
        RETURN_IF_ERROR(find_in(state.sources, SourceId { scope.substr(kIntake.size()) }, "Source"));
        return {};
    }
    return malformed("Use the scopes read, act, admin, wall or intake:<source>.");
}

Result<void> check_scopes(const State& state, const Token& token)
{
    if (token.scopes.empty() || token.scopes.size() > kMaxScopes) {
        return malformed("Give the token 1 to " + std::to_string(kMaxScopes)
            + " scopes: read, act, admin, wall or intake:<source>.");
    }
    for (const std::string& scope : token.scopes) {
        RETURN_IF_ERROR(check_scope(state, scope));
    }
    const bool for_wall = contains(token.scopes, std::string("wall"));
    if (for_wall != token.wall.has_value() || (for_wall && token.scopes.size() != 1)) {
        return malformed(
            "Give a wall's token the scope wall alone and an audience, room or visitor; no other token has one.");
    }
    return {};
}

// Nothing where its place was not said.
Result<std::optional<WallFitted>> fitting_of(const SetToken& command)
{
    if (command.diagonal_inches == 0 && command.distance_centimetres == 0) {
        return std::optional<WallFitted> {};
    }
    if (!command.token.wall) {
        return malformed(
            "Leave `diagonal_inches` and `distance_centimetres` out: only a wall display hangs somewhere.");
    }
    FitWall fit;
    fit.wall = command.token.id;
    fit.diagonal_inches = command.diagonal_inches == 0 ? kUsualDiagonalInches : command.diagonal_inches;
    fit.distance_centimetres
        = command.distance_centimetres == 0 ? kUsualDistanceCentimetres : command.distance_centimetres;
    ASSIGN_OR_RETURN(WallFitted fitted, fitted_wall(fit));
    return std::optional { std::move(fitted) };
}

Result<void> check_known_token(const Token* known, const Token& token)
{
    if (known == nullptr) {
        return {};
    }
    if (known->revoked && !token.revoked) {
        return conflict("Create a new token: " + token.id.text + " is revoked for good.");
    }
    if (known->scopes != token.scopes || known->wall != token.wall) {
        return conflict("Create a new token: the scopes and the audience of " + token.id.text + " stay as they are.");
    }
    return {};
}

}

Result<Decision> decide_on(const State& state, const SetToken& command, const Context& context)
{
    RETURN_IF_ERROR(check_slug(command.token.id.text, "id"));
    // A name that was erased stays so: the token can be revoked all the same.
    const Token* known = state.tokens.find(command.token.id);
    const bool erased = known != nullptr && known->name.empty();
    RETURN_IF_ERROR(
        check_text(command.token.name, { .field = "name", .max_characters = kMaxName, .required = !erased }));
    RETURN_IF_ERROR(check_known_token(known, command.token));
    if (known != nullptr && known->revoked && known->name == command.token.name) {
        return Decision {}; // for good: nothing is left to do or to say
    }
    Token token = command.token;
    token.created_by = known != nullptr ? known->created_by : context.actor.user;
    if (sets_nothing(known, token)) {
        return Decision {}; // it is so already
    }
    if (!token.revoked) {
        RETURN_IF_ERROR(check_scopes(state, token));
        if (token.expires_at && *token.expires_at <= context.now) {
            return malformed("Give `expires_at` a time to come, or leave it out.");
        }
    }
    ASSIGN_OR_RETURN(std::optional<WallFitted> fitted, fitting_of(command));
    Decision decision;
    decision.created = known == nullptr ? token.id.text : std::string {};
    const std::string subject = token.id.text;
    decision.entries.push_back(draft_of(TokenSet { .token = std::move(token) }, subject, context));
    if (fitted) {
        decision.entries.push_back(draft_of(std::move(*fitted), subject, context));
    }
    return decision;
}

}
