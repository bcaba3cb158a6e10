// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/controls/badges.h"
#include "shared/wire/answers/walls.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// One wall display as the desk lists it, ready to be drawn.
struct WallDeskRow {
    TokenId id {};
    std::string name {};
    std::string state {};    // "watching", "dark for 02:14", "shut out"
    std::string audience {}; // "the room"
    std::string shows {};    // that, and of two side by side which part: "the room: majors"
    std::string seen {};     // since it was last seen; empty while it watches
    std::string let_in {};   // when
    std::string by {};
    std::string tested {};  // what came of its last test; empty where there was none
    std::string warning {}; // "Lobby went dark 2 min ago: …"; empty while there is nothing to say
    Severity severity = Severity::Normal;
    std::int64_t width = 0; // in pixels, as it said; 0: it did not
    std::int64_t height = 0;
    bool watching = false;
    bool shut_out = false;
    bool visitor = false; // it is for visitors, whatever the others are switched to
};

// Those that went dark first, then the others by name, those shut out last. What the server has not listed yet is known
// from the state alone; nothing of `listed` before its first answer.
std::vector<WallDeskRow> wall_desk_rows(const ViewInput& input, const std::optional<std::vector<WallSummary>>& listed);

}
