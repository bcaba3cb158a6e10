// SPDX-License-Identifier: Apache-2.0
#include "server/auth/principal.h"

#include "shared/core/sha256.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::string_view kIntake = "intake:";

bool holds(const std::vector<std::string>& scopes, std::string_view scope)
{
    return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

// A token without a person behind it: what its scopes stand for.
std::vector<SystemRole> roles_of_scopes(const Principal& principal)
{
    std::vector<SystemRole> roles;
    if (principal.may("read")) {
        roles.push_back(SystemRole::ServiceDesk);
    }
    if (principal.may("act")) {
        roles.insert(roles.end(),
            { SystemRole::Resolver, SystemRole::IncidentManager, SystemRole::CapacityManager,
                SystemRole::MaintenancePlanner });
    }
    if (principal.may("admin")) {
        roles.push_back(SystemRole::Administrator);
    }
    return roles;
}

}

bool Principal::may(std::string_view scope) const
{
    switch (kind) {
    case Kind::Nobody:
        return false;
    case Kind::Session:
        return scope == "read" || scope == "act" || scope == "admin";
    case Kind::Wall:
        return scope == "wall";
    case Kind::Token:
        return holds(scopes, scope) || (scope == "read" && (holds(scopes, "act") || holds(scopes, "admin")));
    }
    return false;
}

std::vector<std::string> Principal::intake_sources() const
{
    std::vector<std::string> sources;
    for (const std::string& scope : scopes) {
        if (scope.starts_with(kIntake)) {
            sources.push_back(scope.substr(kIntake.size()));
        }
    }
    return sources;
}

Actor actor_of(const Principal& principal, const State& main)
{
    Actor actor;
    if (const User* user = main.users.find(principal.user)) {
        actor.user = user->id;
        actor.roles = user->roles;
    } else if (principal.kind == Principal::Kind::Token) {
        actor.user = UserId { "token:" + principal.token.text };
        actor.roles = roles_of_scopes(principal);
    }
    return actor;
}

bool still_valid(const Principal& principal, const State& main, Timestamp now)
{
    if (principal.kind == Principal::Kind::Session || !principal.user.empty()) {
        const User* user = main.users.find(principal.user);
        if (user == nullptr || user->disabled) {
            return false;
        }
    }
    if (principal.token.empty()) {
        return true;
    }
    const Token* token = main.tokens.find(principal.token);
    return token != nullptr && !token->revoked && (!token->expires_at || now < *token->expires_at);
}

Visibility sight_for(const Principal& principal, const State& main, const State& state)
{
    if (principal.kind == Principal::Kind::Wall || principal.kind == Principal::Kind::Nobody) {
        Visibility viewer;
        viewer.wall = wall_audience(principal.wall, main.walls); // a switch of the walls holds for drills as well
        viewer.staff = false;
        return viewer;
    }
    return visibility_of(state, actor_of(principal, main));
}

std::string visibility_key(const Visibility& viewer, const State& state)
{
    Visibility shown = viewer;
    if (shown.wall) {
        shown.wall = wall_audience(*shown.wall, state.walls);
    }
    return shown.key();
}

std::string sight_mark(const Visibility& viewer, const State& state)
{
    constexpr std::size_t kCharacters = 16;
    return to_hex(as_view(sha256(visibility_key(viewer, state)))).substr(0, kCharacters);
}

Visibility visibility_from_key(std::string_view key)
{
    Visibility viewer;
    if (key.starts_with("wall:")) {
        viewer.wall = parse_enum<WallAudience>(key.substr(5)).value_or(WallAudience::Visitor);
        viewer.staff = false;
        return viewer;
    }
    viewer.reads_everything = key == "everything";
    viewer.staff = !key.starts_with("reporter");
    for (auto space = key.find(' '); space != std::string_view::npos;) {
        const auto next = key.find(' ', space + 1);
        viewer.restricted.emplace_back(std::string(key.substr(space + 1, next - space - 1)));
        space = next;
    }
    return viewer;
}

}
