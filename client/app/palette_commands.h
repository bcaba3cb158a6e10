// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/app/palette.h"
#include "client/keys/keymap.h"
#include "client/views/view.h"

#include <vector>

namespace watchfloor {

// What the screen understands, and what it refuses at present.
struct ScreenCommands {
    std::vector<Action> meant {};
    std::vector<ActionRefused> refused {};
};

// Commands of this screen, those that cannot be done now too.
void add_palette_commands(std::vector<PaletteHit>& hits, const ViewInput& input, const ScreenCommands& here);

// And those that only other screens offer: each leads there, and is done or opens its form once it is there. What
// would act at once on something that was not chosen, as acknowledging, only leads there. Those of an incident are
// offered for each of the first few that are open.
void add_commands_elsewhere(std::vector<PaletteHit>& hits, const ViewInput& input, const ScreenCommands& here);

}
