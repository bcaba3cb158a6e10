// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/sound.h"

#include <string_view>

namespace watchfloor {

// Why a wall is mute though it could sound: browsers wait until somebody touches it. Empty where that is not so.
std::string_view wall_mute_words(SoundState sound);

// That, as the last line of a wall's footer, and how much room it takes there; nothing where there is nothing to say.
void draw_wall_mute();
float wall_mute_height();

}
