// SPDX-License-Identifier: Apache-2.0
#include "client/platform/sound.h"
#include "client/platform/storage.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace watchfloor {
namespace {

TEST(SoundTest, EveryCauseSoundsDifferent)
{
    std::set<std::string> heard;
    for (const auto cause : kSoundCauses) {
        std::string tune;
        for (const auto& tone : tones(cause)) {
            tune += std::to_string(tone.hertz) + "@" + std::to_string(tone.starts_at_seconds) + ";";
        }
        EXPECT_FALSE(tune.empty());
        EXPECT_TRUE(heard.insert(tune).second) << to_string(cause);
    }
}

TEST(SoundTest, SilenceIsPerCauseAndKept)
{
    const TemporaryFolder folder;
    ASSERT_EQ(::setenv("XDG_DATA_HOME", folder.path().c_str(), 1), 0);
    silence_sound(SoundCause::LostLink, true);
    EXPECT_TRUE(sound_silenced(SoundCause::LostLink));
    EXPECT_FALSE(sound_silenced(SoundCause::CriticalAlert));
    EXPECT_TRUE(load_stored("silenced.lost-link").has_value());
    silence_sound(SoundCause::LostLink, false);
    EXPECT_FALSE(sound_silenced(SoundCause::LostLink));
    EXPECT_FALSE(load_stored("silenced.lost-link").has_value());
}

TEST(SoundTest, NativeSaysThatItIsSilent)
{
    EXPECT_EQ(sound_state(), SoundState::Unavailable);
    EXPECT_FALSE(play_sound(SoundCause::CriticalAlert));
    EXPECT_FALSE(test_sound());
}

}
}
