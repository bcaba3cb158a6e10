// SPDX-License-Identifier: Apache-2.0
// A state that is accepted has a canonical text, which is a fixed point.
#include "shared/wire/json/canonical_reader.h"
#include "shared/wire/state_codec.h"
#include "tests/fuzz/fuzz_input.h"

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    const auto state = state_from_wire(input);
    if (!state.ok()) {
        return;
    }
    const std::string once = state_to_wire(state.value());
    VERIFY(is_canonical(once));
    const auto again = state_from_wire(once);
    VERIFY(again.ok() && state_to_wire(again.value()) == once);
}
