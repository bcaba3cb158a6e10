// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/decide.h"

#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decide/bridges.h"
#include "shared/domain/decide/capacity.h"
#include "shared/domain/decide/changes.h"
#include "shared/domain/decide/incidents/incidents.h"
#include "shared/domain/decide/journal.h"
#include "shared/domain/decide/maintenance/maintenance.h"
#include "shared/domain/decide/people.h"
#include "shared/domain/decide/services.h"
#include "shared/domain/decide/sources.h"
#include "shared/domain/decide/tokens.h"
#include "shared/domain/decide/walls.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/decision/subject.h"

#include <variant>

namespace watchfloor {
namespace {

// A session may outlive the account: the journal's word counts.
Result<void> check_account(const State& state, const Actor& actor)
{
    const User* user = state.users.find(actor.user);
    if (!actor.system && user != nullptr && user->disabled) {
        return forbidden("Your account is disabled: ask an administrator to enable it.");
    }
    return {};
}

}

Result<Decision> decide(const State& state, const Command& command, const Context& context)
{
    RETURN_IF_ERROR(check_account(state, context.actor));
    RETURN_IF_ERROR(check_permission(context.actor, act_of(command)));
    return std::visit([&](const auto& asked) { return decide_on(state, asked, context); }, command);
}

}
