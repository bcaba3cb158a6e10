// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/bridges.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const BridgeSet& set)
{
    state.bridges.update(set.bridge, [&](Bridge& bridge) {
        bridge.id = set.bridge;
        bridge.name = set.name;
    });
}

void apply_payload(State& state, const EntryHead&, const BridgeAccessSet& set)
{
    state.bridges.update(set.bridge, [&](Bridge& bridge) {
        bridge.id = set.bridge;
        bridge.link = set.link;
        bridge.number = set.number;
        bridge.pin = set.pin;
    });
}

}
