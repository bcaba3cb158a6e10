// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/decide.h"

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

Result<Decision> decide(const State& state, const AskedCommand& command, const Context& context)
{
    RETURN_IF_ERROR(check_account(state, context.actor));
    RETURN_IF_ERROR(check_permission(context.actor, command.act()));
    return command.decided(state, context);
}

Result<Decision> decide(const State& state, const Command& command, const Context& context)
{
    return std::visit([&](const auto& asked) { return decide(state, AskedCommand(asked), context); }, command);
}

}
