// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/domain/entities/walls.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// What takes turns on one display, inside a dialog that is open: pages in their order, each with its seconds. One that
// is added again gets the new time in its place.
class WallPagesForm {
public:
    void open(std::vector<WallTurn> pages);
    void draw(const ViewInput& input);

    const std::vector<WallTurn>& pages() const { return pages_; }

private:
    void draw_list(const ViewInput& input);

    std::vector<WallTurn> pages_ {};
    int chosen_ = 0;
    std::string seconds_ {};
};

// "All services", "Disk of web 1: its curve", "Shop: its last hour".
std::string wall_turn_name(const State& state, const WallTurn& turn);
// Every page that can be chosen: a wall's own, then each resource's curve, then each service's hour.
std::vector<WallTurn> wall_turn_choices(const State& state);
// Whole seconds that a page may stand; nothing for anything else.
std::optional<std::int64_t> read_turn_seconds(std::string_view text);

}
