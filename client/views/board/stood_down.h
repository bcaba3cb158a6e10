// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/board/board_rows.h"
#include "client/views/view.h"

namespace watchfloor {

// Says of each incident on the board that was stood down who did it, as far as an entry here tells. In a calm room, where
// nothing fires and all that is listed is over, the logs of the first few are read for it.
void say_who_stood_down(const ViewInput& input, BoardRows& rows);

}
