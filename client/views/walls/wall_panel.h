// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/views/walls/walls_desk_rows.h"

#include <optional>
#include <string>

namespace watchfloor {

// The dialog that Enter opens on a wall display: its name, and shutting it out, which is asked once more.
class WallPanel {
public:
    void open(const WallDeskRow& row);
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    void draw_name(const ViewInput& input, Intents& intents);
    void draw_question(const ViewInput& input, Intents& intents);

    std::optional<WallDeskRow> row_ {};
    std::string name_ {};
    bool shutting_out_ = false;
};

}
