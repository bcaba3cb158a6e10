// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/walls.h"
#include "shared/domain/entities/walls.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// From how far a display is read and how large its panel is, inside a dialog or a form.
class WallPlaceForm {
public:
    // What is known of it; null: as usual.
    void open(const WallDisplay* display);
    // True where Enter was pressed in one of its fields.
    bool draw(bool enabled = true);
    // Which part of the room it shows.
    void draw_role();

    // Nothing while what is typed is no distance or no panel.
    std::optional<FitWall> said() const;

private:
    std::string distance_ = "4";  // metres
    std::string diagonal_ = "55"; // inches
    WallRole role_ = WallRole::All;
};

// "4", "4.5" or "4,25" in hundredths; nothing for anything else.
std::optional<std::int64_t> read_hundredths(std::string_view text);

}
