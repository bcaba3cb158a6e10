// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/sound.h"

namespace watchfloor {

// Hands one tone to the device; only called while sound_state() is Ready.
void play_tone(const Tone& tone);

}
