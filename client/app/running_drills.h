// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/app/palette.h"
#include "client/views/view.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Whether exercises are any business of whoever looks: a desk's, not a wall's, nor that of who only reports.
bool sees_drills(const ViewInput& input);

// On the board of the real room, a strip for each exercise whose script plays, apart from what really happens; the key
// leads to the newest from every screen. The journal to go to, once somebody asked for it.
std::optional<std::string> draw_running_drills(const ViewInput& input);

// Every script that can be started, every exercise that plays, to go to or to end, and the newest that are over.
void add_palette_drills(std::vector<PaletteHit>& hits, const ViewInput& input);

}
