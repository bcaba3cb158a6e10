// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/api/caller.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/field_lists.h"

#include <string_view>
#include <utility>

namespace watchfloor {

// What the body does not name stays as it is known; what it names as empty, or as null, is taken away.
template<typename Entity>
void keep_unnamed(Entity& given, const Entity& known, const JsonValue& body)
{
    const auto keep = [&](std::string_view name, const auto& field, FieldTraits = {}) {
        if (body.find(name) == nullptr) {
            same_field(known, field, given) = field;
        }
    };
    Entity::fields(keep, known);
}

// A handler that sets an entity of a register by the id in the body. Changes wait for each other, so that none keeps
// what another has just changed.
template<typename T, typename Entity, typename Map>
Handler register_route(App& app, Entity T::*entity, Map State::*map)
{
    return [&app, entity, map](const Request& request) {
        ASSIGN_OR_ANSWER(T command, decode_command<T>(request.body));
        ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
        ANSWER_IF_ERROR(check_permission(caller.actor, act_of(command)));
        const auto lock = caller.journal->sequencer->hold_entities();
        const auto state = caller.journal->sequencer->state();
        if (const Entity* known = ((*state).*map).find((command.*entity).id)) {
            ASSIGN_OR_ANSWER(const JsonValue body, read_json(request.body, kCommandLimits));
            keep_unnamed(command.*entity, *known, body);
        }
        return submit(app, request, Command { std::move(command) });
    };
}

}
