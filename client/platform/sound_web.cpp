// SPDX-License-Identifier: Apache-2.0
#include "client/frame/frame_schedule.h"
#include "client/platform/sound_device.h"

#include <emscripten.h>

namespace watchfloor {
namespace {

// Without a page, under node, there is no sound.
EM_JS(int, js_sound_state, (), { return typeof window == "undefined" ? -1 : window["watchfloor"]["soundState"](); });
EM_JS(void, js_tone, (double hertz, double starts_at, double seconds),
    { window["watchfloor"]["tone"](hertz, starts_at, seconds); });

}

SoundState sound_state()
{
    switch (js_sound_state()) {
    case 0:
        return SoundState::Ready;
    case 1:
        return SoundState::NeedsGesture;
    default:
        return SoundState::Unavailable;
    }
}

void play_tone(const Tone& tone)
{
    js_tone(static_cast<double>(tone.hertz), static_cast<double>(tone.starts_at_seconds),
        static_cast<double>(tone.seconds));
}

}

extern "C" EMSCRIPTEN_KEEPALIVE void wf_sound_changed()
{
    watchfloor::request_frame();
}
