// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide.h"

#include "shared/domain/decide/permissions.h"
#include "shared/domain/decide/rules.h"
#include "shared/domain/decide/subject.h"

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

bool may_see(const Actor& actor, const Incident& incident)
{
    if (actor.system || actor.has(SystemRole::Auditor)) {
        return true;
    }
    return incident.restricted ? contains(incident.members, actor.user) : is_staff(actor);
}

}
