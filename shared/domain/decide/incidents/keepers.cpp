// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/keepers.h"

#include "shared/core/sorting.h"
#include "shared/domain/contains.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/incidents/records.h"

#include <algorithm>
#include <functional>

namespace watchfloor {
namespace {

bool may_keep(const User& user)
{
    return !user.disabled && std::any_of(user.roles.begin(), user.roles.end(), [](SystemRole role) {
        return may(role, Act::SetMembers);
    });
}

}

bool has_keeper(const State& state, const std::vector<UserId>& members)
{
    return std::any_of(members.begin(), members.end(), [&](const UserId& id) {
        const User* user = state.users.find(id);
        return user != nullptr && may_keep(*user);
    });
}

Result<void> add_keepers(const State& state, std::vector<UserId>& members)
{
    if (has_keeper(state, members)) {
        return {};
    }
    std::vector<UserId> keepers;
    state.users.for_each([&](const UserId& id, const User& user) {
        if (may_keep(user)) {
            keepers.push_back(id);
        }
    });
    if (keepers.empty()) {
        return conflict("Ask an administrator to make somebody an incident manager first: a restricted incident needs "
                        "one who handles it and lets others in.");
    }
    sort_stably(keepers, std::less {});
    members.insert(members.end(), keepers.begin(), keepers.end());
    return {};
}

Result<void> replace_keeper(Decision& decision, const State& state, const User& changed, const Context& context)
{
    State then = state;
    then.users.set(changed.id, changed);
    std::vector<const Incident*> left;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        if (incident.restricted && incident.open() && !has_keeper(then, incident.members)) {
            left.push_back(&incident);
        }
    });
    for (const Incident* incident : left) {
        std::vector<UserId> members = incident->members;
        if (const auto added = add_keepers(then, members); !added.ok()) {
            // What nobody kept before is no reason to refuse anything.
            if (has_keeper(state, members)) {
                return conflict("Make somebody else an incident manager first: this account is the last one that lets "
                                "others into restricted incidents.");
            }
            continue;
        }
        sort_stably(members, std::less {});
        MembersSet set { .incident = incident->id, .restricted = true, .members = std::move(members) };
        decision.entries.push_back(draft_of(std::move(set), *incident, context));
    }
    return {};
}

}
