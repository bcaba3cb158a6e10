// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/controls/badges.h"
#include "shared/wire/room_summary.h"

#include <string>

namespace watchfloor {

// What is really the matter, in a line above an exercise.
struct RealRoomWords {
    Severity severity = Severity::Unknown;
    std::string text {};
    bool urgent = true;
};

// Majors first, then what fires, then what is open; what the server does not tell is not said to be none.
RealRoomWords real_room_words(const RoomSummary& room);

}
