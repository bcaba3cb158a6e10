// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/bridges.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"

namespace watchfloor {

Result<Decision> decide_on(const State& state, const SetBridge& command, const Context& context)
{
    const Bridge& bridge = command.bridge;
    RETURN_IF_ERROR(check_chosen_id(bridge.id.text, state.bridges.contains(bridge.id)));
    RETURN_IF_ERROR(check_text(bridge.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_link(bridge.link, "link"));
    RETURN_IF_ERROR(check_text(bridge.number, { .field = "number", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(bridge.pin, { .field = "pin", .max_characters = kMaxName }));
    if (sets_nothing(state.bridges.find(bridge.id), bridge)) {
        return Decision {}; // it is so already
    }
    Decision decision;
    decision.created = state.bridges.contains(bridge.id) ? std::string {} : bridge.id.text;
    decision.entries.push_back(draft_of(BridgeSet { .bridge = bridge }, bridge.id.text, context));
    decision.entries.push_back(draft_of(BridgeAccessSet { .bridge = bridge }, bridge.id.text, context));
    return decision;
}

}
