// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/walls.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"

#include <algorithm>
#include <string>

namespace watchfloor {
namespace {

bool leads_a_major(const State& state, const UserId& user)
{
    bool leads = false;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        const auto duty = duty_of(incident, user);
        leads = leads || (incident.declared() && duty && *duty <= Duty::CommunicationsLead);
    });
    return leads;
}

Result<const Token*> find_wall(const State& state, const TokenId& id)
{
    const Token* token = state.tokens.find(id);
    if (token == nullptr || !token->wall) {
        return not_found("Wall display " + id.text);
    }
    if (token->revoked) {
        return conflict("Let the display in anew: " + id.text + " is shut out for good.");
    }
    return token;
}

std::string bounds(std::int64_t least, std::int64_t most)
{
    return std::to_string(least) + " to " + std::to_string(most) + ".";
}

Result<void> check_turn(const State& state, const WallTurn& turn)
{
    if (turn.seconds < kLeastTurnSeconds || turn.seconds > kMostTurnSeconds) {
        return malformed("Give `seconds` from " + bounds(kLeastTurnSeconds, kMostTurnSeconds));
    }
    if (turn.page == WallPageKind::Resource) {
        RETURN_IF_ERROR(find_in(state.resources, ResourceId { turn.about }, "Resource"));
    } else if (turn.page == WallPageKind::Service) {
        RETURN_IF_ERROR(find_in(state.services, ServiceId { turn.about }, "Service"));
    } else if (!turn.about.empty()) {
        return malformed("Leave `about` out: the page " + std::string(to_string(turn.page)) + " is about everything.");
    }
    return {};
}

Result<void> check_turns(const State& state, const std::vector<WallTurn>& pages)
{
    if (pages.size() > kMaxWallTurns) {
        return malformed("Give at most " + std::to_string(kMaxWallTurns) + " pages.");
    }
    for (auto turn = pages.begin(); turn != pages.end(); ++turn) {
        RETURN_IF_ERROR(check_turn(state, *turn));
        const bool again = std::any_of(pages.begin(), turn,
            [&](const WallTurn& other) { return other.page == turn->page && other.about == turn->about; });
        if (again) {
            return malformed("Name each page once; " + std::string(to_string(turn->page)) + " stands twice.");
        }
    }
    return {};
}

}

// Showing less is urgent and anyone's in the room; showing more again is a lead's decision.
Result<Decision> decide_on(const State& state, const SwitchWalls& command, const Context& context)
{
    const bool leads = context.actor.has(SystemRole::IncidentManager) || leads_a_major(state, context.actor.user);
    if (command.audience == WallAudience::Room && !leads) {
        return forbidden(
            "Ask an incident manager, or a lead of the declared major incident, to show the walls everything again.");
    }
    if (state.walls == command.audience) {
        return Decision {}; // it is so already
    }
    return one_entry(WallsSwitched { .audience = command.audience }, std::string {}, context);
}

Result<WallFitted> fitted_wall(const FitWall& command)
{
    if (command.diagonal_inches < kLeastDiagonalInches || command.diagonal_inches > kMostDiagonalInches) {
        return malformed("Give `diagonal_inches` from " + bounds(kLeastDiagonalInches, kMostDiagonalInches));
    }
    if (command.distance_centimetres < kLeastDistanceCentimetres
        || command.distance_centimetres > kMostDistanceCentimetres) {
        return malformed(
            "Give `distance_centimetres` from " + bounds(kLeastDistanceCentimetres, kMostDistanceCentimetres));
    }
    WallFitted fitted;
    fitted.diagonal_inches = command.diagonal_inches;
    fitted.distance_centimetres = command.distance_centimetres;
    fitted.role = command.role;
    fitted.wall = command.wall;
    return fitted;
}

Result<Decision> decide_on(const State& state, const FitWall& command, const Context& context)
{
    RETURN_IF_ERROR(find_wall(state, command.wall));
    ASSIGN_OR_RETURN(WallFitted fitted, fitted_wall(command));
    const WallDisplay* known = state.displays.find(command.wall);
    if (known != nullptr && known->diagonal_inches == fitted.diagonal_inches
        && known->distance_centimetres == fitted.distance_centimetres && known->role == fitted.role) {
        return Decision {}; // it is so already
    }
    return one_entry(std::move(fitted), command.wall.text, context);
}

Result<Decision> decide_on(const State& state, const SetWallPages& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Token* token, find_wall(state, command.wall));
    if (*token->wall == WallAudience::Visitor) {
        return conflict("Choose pages for a display that shows the room: visitors see one page alone.");
    }
    RETURN_IF_ERROR(check_turns(state, command.pages));
    const WallDisplay* known = state.displays.find(command.wall);
    if (known != nullptr && known->pages == command.pages) {
        return Decision {}; // it is so already
    }
    Decision decision;
    // Visitors are told of a display by this entry alone, so it comes before what they are not told.
    if (known == nullptr) {
        WallFitted usual;
        usual.diagonal_inches = kUsualDiagonalInches;
        usual.distance_centimetres = kUsualDistanceCentimetres;
        usual.wall = command.wall;
        decision.entries.push_back(draft_of(std::move(usual), command.wall.text, context));
    }
    WallPagesSet set;
    set.pages = command.pages;
    set.wall = command.wall;
    decision.entries.push_back(draft_of(std::move(set), command.wall.text, context));
    return decision;
}

}
