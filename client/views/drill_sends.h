// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <functional>
#include <string>

namespace watchfloor {

// Told the journal of a drill once the server has begun it.
using DrillBegun = std::function<void(const std::string& journal)>;
// Plays the script of this name, ten times as fast as written, into a journal of its own.
Send start_drill(Replica& replica, const std::string& scenario, DrillBegun begun);
// Ends the script that plays in this journal.
Send end_drill(Replica& replica, const std::string& journal);

}
