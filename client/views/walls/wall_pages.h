// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/rotation.h"
#include "client/views/walls/wall_page.h"

#include <imgui.h>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace watchfloor {

// Whether anything is connected here that would report an alert, and whether any of it is heard.
enum class AlertSight { NotShown, NoSource, Blind, PartlyBlind, Clear };
AlertSight alert_sight(const WallPageInput& input);

// The pages of a wall below its majors.
class WallPages {
public:
    WallPages();

    // Once a frame, before it is drawn: keys, fingers and time turn the page and hold it. Returns the address of what
    // shows then, where it is another.
    Intents turn(Rotation& rotation, const WallPageInput& input);
    // Whether some page has something to show.
    bool any(const Rotation& rotation) const { return rotation.shown(turns_).has_value(); }
    // What shows; what is true where no page has anything to show.
    void draw(const Rotation& rotation, const WallPageInput& input);
    // How many lines of body text the page that shows fills, where it knows.
    std::optional<std::size_t> lines(const Rotation& rotation, const WallPageInput& input) const;
    // How much of its time the page that shows has stood.
    float progress(const Rotation& rotation, Timestamp now) const { return rotation.progress(turns_, now); }
    // Whether somebody turned the page in this frame, forward or back.
    int stepped() const { return stepped_; }

private:
    // Those that have something to show: of the playlist that the desk chose for this display, else of all.
    std::vector<PageTurn> lively(const WallPageInput& input);
    WallPage& page_of(const WallTurn& turn);
    void stay_on(std::string_view page, const WallPageInput& input);
    // Where Enter or a click on the page that shows leads a person; never a display that hangs there.
    std::optional<Location> left_for(const Rotation& rotation, const WallPageInput& input) const;

    std::vector<std::unique_ptr<WallPage>> pages_ {}; // the wall's own, then what a playlist named
    std::vector<PageTurn> turns_ {};                  // as of the last frame
    ImVec2 from_ {};                                  // where the page stood then
    ImVec2 to_ {};
    int stepped_ = 0;
};

}
