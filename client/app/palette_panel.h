// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/app/palette.h"
#include "client/app/palette_commands.h"
#include "client/keys/keymap.h"
#include "client/views/view.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The command palette: what can be done on the present screen and on others, every place there is, and what was written
// of the incident that is looked at, by typing some of its name.
class PalettePanel {
public:
    // The views that navigation leads to.
    using Views = std::vector<PaletteHit> (*)();

    // Last in a frame: what the screens understand is known then.
    void draw(const ViewInput& input, Views views, Intents& intents);

    // What was chosen, as the console keeps it: for the start, and once after each choice.
    void remember_uses(std::string_view text) { uses_.read(text); }
    std::optional<std::string> take_uses();

private:
    void fill(const ViewInput& input, Views views);
    void draw_hits(const ViewInput& input, bool entered, Intents& intents);
    bool ask_once_more(const PaletteHit& hit);
    void carry_out(const ViewInput& input, const PaletteHit& hit, Intents& intents);

    bool open_ = false;
    std::string filter_ {};
    int chosen_ = 0;
    ScreenCommands here_ {}; // of the screen it was opened on
    std::vector<PaletteHit> all_ {};
    Timestamp filled_at_ {};
    std::vector<PaletteHit> ranked_ {};
    PaletteUses uses_ {};
    bool used_ = false;
    std::string asked_ {};  // the key of what is to be chosen once more
    bool types_on_ = false; // the field lost the keyboard to Enter, and takes it again
    std::shared_ptr<std::string> begun_
        = std::make_shared<std::string>(); // the journal of a drill that was started here
    std::optional<Action> action_ {};      // pressed once it is gone
};

}
