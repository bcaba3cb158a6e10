// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/advice.h"
#include "client/views/people/wall_place_form.h"
#include "client/views/view.h"
#include "client/views/walls/wall_pages_form.h"
#include "client/views/walls/walls_desk_rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// The dialog that Enter opens on a wall display: its name, what takes turns on it, where it hangs, and shutting it out,
// which is asked once more.
class WallPanel {
public:
    void open(const WallDeskRow& row);
    // Draws while open, and follows what the list says of it.
    void draw(const ViewInput& input, const std::vector<WallDeskRow>& rows, Intents& intents);

private:
    enum class Step : std::uint8_t { Name, Pages, Place, ShutOut };

    void draw_name(const ViewInput& input, Intents& intents);
    void draw_steps(const ViewInput& input, const Permit& permit, Intents& intents);
    void draw_test(const ViewInput& input, const Permit& permit, Intents& intents);
    void draw_pages(const ViewInput& input, Intents& intents);
    void draw_place(const ViewInput& input, Intents& intents);
    void draw_lines_that_fit(const std::optional<FitWall>& said) const;
    void draw_question(const ViewInput& input, Intents& intents);

    std::optional<WallDeskRow> row_ {};
    std::string name_ {};
    WallPagesForm pages_ {};
    WallPlaceForm place_ {};
    Step step_ = Step::Name;
    bool step_begins_ = false;
};

}
