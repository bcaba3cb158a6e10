// SPDX-License-Identifier: Apache-2.0
#include "client/app/sounds_panel.h"

#include "client/app/alarm_bell.h"
#include "client/platform/sound.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {

bool SoundsPanel::any_silenced()
{
    return std::any_of(kSoundCauses.begin(), kSoundCauses.end(), sound_silenced);
}

void SoundsPanel::draw()
{
    if (!open_ || !begin_modal("sounds", { .title = tr(Text::SoundsTitle), .width = 480 })) {
        return;
    }
    label(tr(Text::SoundsNote), { .colour = Colour::Secondary, .wrap = true });
    gap(2);
    for (const SoundCause cause : kSoundCauses) {
        bool sounds = !sound_silenced(cause);
        if (toggle(tr(AlarmBell::name_of(cause)), sounds)) {
            silence_sound(cause, !sounds);
        }
    }
    open_ = end_modal() == ModalOutcome::Open;
}

}
