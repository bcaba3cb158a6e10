// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/walls.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const WallsSwitched& switched)
{
    state.walls = switched.audience;
}

void apply_payload(State& state, const EntryHead&, const WallFitted& fitted)
{
    state.displays.update(fitted.wall, [&](WallDisplay& display) {
        display.id = fitted.wall;
        display.diagonal_inches = fitted.diagonal_inches;
        display.distance_centimetres = fitted.distance_centimetres;
        display.role = fitted.role;
    });
}

void apply_payload(State& state, const EntryHead&, const WallPagesSet& set)
{
    state.displays.update(set.wall, [&](WallDisplay& display) {
        display.id = set.wall;
        display.pages = set.pages;
    });
}

}
