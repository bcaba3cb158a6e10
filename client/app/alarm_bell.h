// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/platform/sound.h"
#include "client/views/view.h"

#include <array>
#include <optional>
#include <string>

namespace watchfloor {

// What is true now and has a tone: each cause with the occasion that made it true, empty if nothing did.
// A new occasion of a silenced cause sounds again.
using AlarmOccasions = std::array<std::string, kSoundCauses.size()>;
AlarmOccasions alarm_occasions(const State& state, Timestamp now, bool frozen);

// Repeats the tone of whatever is true until it ends, is acknowledged or is silenced. Sound is never the
// only signal: banners and rows show the same.
class AlarmBell {
public:
    static constexpr Millis kRepeat { 20'000 };
    // Two tones at once are neither.
    static constexpr Millis kApart { 1'000 };

    void update(const AlarmOccasions& occasions, Timestamp now);
    // The tone to sound now. What has just begun is heard once, whatever else repeats; then the gravest repeats.
    std::optional<SoundCause> due(Timestamp now) const;
    void played(SoundCause cause, Timestamp now);
    // The gravest cause that sounds; nothing when all is quiet.
    std::optional<SoundCause> sounding() const;
    // Silences that cause until it has a new occasion. One key for each: the next press is for the next cause.
    void silence();

    // One line for the screen: what to do for sound, or that there is none. Empty when it works.
    static std::string_view state_text();
    static Text name_of(SoundCause cause);

private:
    bool audible(SoundCause cause) const;

    struct Voice {
        std::string occasion {};
        bool silenced = false;
        std::optional<Timestamp> played_at {};
    };
    std::array<Voice, kSoundCauses.size()> voices_ {};
};

}
