// SPDX-License-Identifier: Apache-2.0
#include "client/platform/sound.h"

#include "client/platform/sound_device.h"
#include "client/platform/storage.h"

#include <string>

namespace watchfloor {
namespace {

// Rising and urgent; two even knocks; a falling third; one low long tone; a door bell.
constexpr std::array<Tone, 3> kCriticalAlert { Tone { 660, 0.00F, 0.18F }, Tone { 880, 0.20F, 0.18F },
    Tone { 1175, 0.40F, 0.32F } };
constexpr std::array<Tone, 2> kOverdueUpdate { Tone { 523, 0.00F, 0.14F }, Tone { 523, 0.28F, 0.14F } };
constexpr std::array<Tone, 3> kVacantCommand { Tone { 784, 0.00F, 0.25F }, Tone { 622, 0.28F, 0.25F },
    Tone { 494, 0.56F, 0.40F } };
constexpr std::array<Tone, 2> kCallForYou { Tone { 988, 0.00F, 0.20F }, Tone { 740, 0.22F, 0.36F } };
constexpr std::array<Tone, 1> kLostLink { Tone { 220, 0.00F, 0.80F } };

std::string storage_key(SoundCause cause)
{
    return "silenced." + std::string { to_string(cause) };
}

// Silence must hold even where nothing can be stored.
std::array<bool, kSoundCauses.size()>& silenced()
{
    static std::array<bool, kSoundCauses.size()> flags = [] {
        std::array<bool, kSoundCauses.size()> loaded {};
        for (const auto cause : kSoundCauses) {
            loaded[static_cast<std::size_t>(cause)] = load_stored(storage_key(cause)).has_value();
        }
        return loaded;
    }();
    return flags;
}

}

std::span<const Tone> tones(SoundCause cause)
{
    switch (cause) {
    case SoundCause::CriticalAlert:
        return kCriticalAlert;
    case SoundCause::OverdueUpdate:
        return kOverdueUpdate;
    case SoundCause::VacantCommand:
        return kVacantCommand;
    case SoundCause::LostLink:
        return kLostLink;
    case SoundCause::CallForYou:
        return kCallForYou;
    }
    return {};
}

std::string_view to_string(SoundCause cause)
{
    switch (cause) {
    case SoundCause::CriticalAlert:
        return "critical-alert";
    case SoundCause::OverdueUpdate:
        return "overdue-update";
    case SoundCause::VacantCommand:
        return "vacant-command";
    case SoundCause::LostLink:
        return "lost-link";
    case SoundCause::CallForYou:
        return "call-for-you";
    }
    return "";
}

bool play_sound(SoundCause cause)
{
    if (sound_silenced(cause) || sound_state() != SoundState::Ready) {
        return false;
    }
    for (const auto& tone : tones(cause)) {
        play_tone(tone);
    }
    return true;
}

bool test_sound()
{
    if (sound_state() != SoundState::Ready) {
        return false;
    }
    play_tone({ 880, 0, 0.12F });
    return true;
}

void silence_sound(SoundCause cause, bool quiet)
{
    silenced()[static_cast<std::size_t>(cause)] = quiet;
    if (!quiet) {
        erase_stored(storage_key(cause));
    } else {
        // Where it cannot be kept it still holds until the program ends.
        (void)store(storage_key(cause), "1");
    }
}

bool sound_silenced(SoundCause cause)
{
    return silenced()[static_cast<std::size_t>(cause)];
}

}
