// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/changes.h"

#include "shared/domain/numbering.h"

#include <algorithm>

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const ChangeRecorded& recorded)
{
    state.changes.set(recorded.change.id, recorded.change);
    state.next_change = std::max(state.next_change, number_in(recorded.change.id.text) + 1);
}

}
