// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/people.h"

#include "shared/core/sorting.h"
#include "shared/domain/contains.h"
#include "shared/domain/decide/incidents/keepers.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <functional>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxAddress = 100;

std::vector<SystemRole> sorted(std::vector<SystemRole> roles)
{
    sort_stably(roles, std::less {});
    return roles;
}

// Nobody grants themselves rights, nor locks themselves out by a slip.
Result<void> check_own_account(const State& state, const User& user, const Context& context)
{
    const User* known = state.users.find(user.id);
    if (context.actor.system || user.id != context.actor.user || known == nullptr) {
        return {};
    }
    if (sorted(known->roles) != sorted(user.roles) || known->disabled != user.disabled) {
        return forbidden(
            "Ask another administrator to change your own roles or to disable you, or use `watchfloord user`.");
    }
    return {};
}

bool administers(const User& user)
{
    return !user.disabled && contains(user.roles, SystemRole::Administrator);
}

// Or nobody could let anybody in any more.
Result<void> check_last_administrator(const State& state, const User& user)
{
    const User* known = state.users.find(user.id);
    if (known == nullptr || !administers(*known) || administers(user)) {
        return {};
    }
    bool another = false;
    state.users.for_each(
        [&](const UserId& id, const User& other) { another = another || (id != user.id && administers(other)); });
    if (another) {
        return {};
    }
    return conflict(
        "This is the only administrator; make somebody else one first, or nobody could add people any more.");
}

}

Result<Decision> decide_on(const State& state, const SetUser& command, const Context& context)
{
    RETURN_IF_ERROR(check_user_id(command.user.id));
    // A name that was erased stays so while the rest of the account changes.
    const User* known = state.users.find(command.user.id);
    const bool erased = known != nullptr && known->name.empty();
    RETURN_IF_ERROR(
        check_text(command.user.name, { .field = "name", .max_characters = kMaxName, .required = !erased }));
    RETURN_IF_ERROR(check_own_account(state, command.user, context));
    RETURN_IF_ERROR(check_last_administrator(state, command.user));
    User user = command.user;
    user.roles = sorted(std::move(user.roles));
    user.roles.erase(std::unique(user.roles.begin(), user.roles.end()), user.roles.end());
    if (!command.password && sets_nothing(known, user)) {
        return Decision {}; // it is so already
    }
    Decision decision;
    decision.created = known != nullptr ? std::string {} : user.id.text;
    decision.entries.push_back(draft_of(UserSet { .user = user }, user.id.text, context));
    RETURN_IF_ERROR(replace_keeper(decision, state, user, context));
    return decision;
}

Result<Decision> decide_on(const State& state, const RecordSignIn& command, const Context& context)
{
    RETURN_IF_ERROR(find_active_user(state, command.user));
    RETURN_IF_ERROR(check_text(command.method, { .field = "method", .max_characters = kMaxName, .required = true }));
    Decision decision;
    SignedIn signed_in { .user = command.user, .method = command.method };
    decision.entries.push_back(draft_of(std::move(signed_in), command.user.text, context));
    return decision;
}

Result<Decision> decide_on(const State& state, const RecordSignOut& command, const Context& context)
{
    RETURN_IF_ERROR(find_in(state.users, command.user, "User"));
    Decision decision;
    decision.entries.push_back(draft_of(SignedOut { .user = command.user }, command.user.text, context));
    return decision;
}

// Strangers choose these texts; they are recorded, but cannot do harm.
Result<Decision> decide_on(const State&, const RecordSignInRefused& command, const Context& context)
{
    SignInRefused refused;
    refused.count = std::max(command.count, std::int64_t { 1 });
    refused.account = made_printable(command.account, kMaxUserId);
    refused.address = made_printable(command.address, kMaxAddress);
    Decision decision;
    decision.entries.push_back(draft_of(std::move(refused), std::string {}, context));
    return decision;
}

}
