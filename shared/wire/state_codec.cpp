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
    return from_canonical_text<State>(text);
}

Digest state_digest(const State& state)
{
    return sha256(state_to_wire(state));
}

}
