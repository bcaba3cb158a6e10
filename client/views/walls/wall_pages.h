// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/rotation.h"
#include "client/views/walls/wall_page.h"

#include <memory>
#include <string_view>
#include <vector>

namespace watchfloor {

// Whether anything is connected here that would report an alert, and whether any of it is heard.
enum class AlertSight { NotShown, NoSource, Blind, PartlyBlind, Clear };
AlertSight alert_sight(const WallPageInput& input);

// The pages of a wall below its majors, in their order.
class WallPages {
public:
    WallPages();

    // Once a frame, before it is drawn: keys, fingers and time turn the page and hold it. Returns the address of what
    // shows then, where it is another.
    Intents turn(Rotation& rotation, const WallPageInput& input) const;
    // What shows; what is true where no page has anything to show.
    void draw(const Rotation& rotation, const WallPageInput& input);

private:
    // The names of those that have something to show.
    std::vector<std::string_view> lively(const WallPageInput& input) const;

    std::vector<std::unique_ptr<WallPage>> pages_ {};
};

}
