// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/walls.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const WallsSwitched& switched)
{
    state.walls = switched.audience;
}

}
