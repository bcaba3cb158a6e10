// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/bridges.h"

#include "shared/domain/field_lists.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const BridgeSet& set)
{
    state.bridges.update(set.bridge.id, [&](Bridge& bridge) { assign_set(bridge, set.bridge); });
}

void apply_payload(State& state, const EntryHead&, const BridgeAccessSet& set)
{
    state.bridges.update(set.bridge.id, [&](Bridge& bridge) {
        bridge.id = set.bridge.id;
        assign_apart(bridge, set.bridge);
    });
}

}
