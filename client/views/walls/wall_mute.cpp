// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_mute.h"

#include "client/language/text.h"
#include "client/theme/theme.h"
#include "client/widgets/controls/text_label.h"

#include <imgui.h>

namespace watchfloor {

std::string_view wall_mute_words(SoundState sound)
{
    switch (sound) {
    case SoundState::NeedsGesture:
        return tr(Text::WallMuted);
    // The native console never sounds, and nobody at the wall can change that.
    case SoundState::Ready:
    case SoundState::Unavailable:
        return {};
    }
    return {};
}

void draw_wall_mute()
{
    if (const std::string_view words = wall_mute_words(sound_state()); !words.empty()) {
        label(words, { .type = Type::Caption, .colour = Colour::Secondary });
    }
}

float wall_mute_height()
{
    const bool mute = !wall_mute_words(sound_state()).empty();
    return mute ? type_scale().size(Type::Caption) + ImGui::GetStyle().ItemSpacing.y : 0;
}

}
