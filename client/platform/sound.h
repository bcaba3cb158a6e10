// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace watchfloor {

// Why a tone sounds. Each cause has its own tones and its own silence key; sound is never the
// only signal.
enum class SoundCause : std::uint8_t { CriticalAlert, OverdueUpdate, VacantCommand, LostLink, CallForYou };
inline constexpr std::array kSoundCauses { SoundCause::CriticalAlert, SoundCause::OverdueUpdate,
    SoundCause::VacantCommand, SoundCause::LostLink, SoundCause::CallForYou };

enum class SoundState {
    Ready,
    // Browsers stay mute until a gesture; show "click to enable sound".
    NeedsGesture,
    // No sound device or API: the screens must say so.
    Unavailable,
};

struct Tone {
    float hertz;
    float starts_at_seconds;
    float seconds;
};

// The tones of a cause, distinct by pitch and rhythm.
std::span<const Tone> tones(SoundCause cause);
// "critical-alert", …: the key under which silence is stored.
std::string_view to_string(SoundCause cause);

SoundState sound_state();
// Plays once unless the cause is silenced. True if it was handed to a device.
bool play_sound(SoundCause cause);
// One short tone, when somebody has just signed in or paired: whoever hears nothing knows it now.
bool test_sound();
void silence_sound(SoundCause cause, bool silenced);
bool sound_silenced(SoundCause cause);

}
