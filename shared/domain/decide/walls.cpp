// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/walls.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"

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

}

// Showing less is urgent and anyone's in the room; showing more again is a lead's decision.
Result<Decision> decide_on(const State& state, const SwitchWalls& command, const Context& context)
{
    const bool leads = context.actor.has(SystemRole::IncidentManager) || leads_a_major(state, context.actor.user);
    if (command.audience == WallAudience::Room && !leads) {
        return forbidden(
            "Ask an incident manager, or a lead of the declared major incident, to show the walls everything again.");
    }
    Decision decision;
    if (state.walls == command.audience) {
        return conflict("The walls show what a " + std::string(to_string(command.audience)) + " may see already.");
    }
    decision.entries.push_back(draft_of(WallsSwitched { .audience = command.audience }, std::string {}, context));
    return decision;
}

}
