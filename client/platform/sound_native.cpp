// SPDX-License-Identifier: Apache-2.0
#include "client/platform/sound_device.h"

namespace watchfloor {

// The native console has no sound library; the screens say that it is silent.
SoundState sound_state()
{
    return SoundState::Unavailable;
}

void play_tone(const Tone&) { }

}
