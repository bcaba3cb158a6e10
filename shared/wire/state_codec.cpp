// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/state_codec.h"

#include "shared/wire/fields/fields_json.h"

namespace watchfloor {
std::string state_to_wire(const State& state)
{
    return to_json_text(state);
}

Result<State> state_from_wire(std::string_view text)
{
    ASSIGN_OR_RETURN(State state, from_canonical_text<State>(text));
    state.tally = tally_of(state.alerts);
    return state;
}

Digest state_digest(const State& state)
{
    return sha256(state_to_wire(state));
}

}
