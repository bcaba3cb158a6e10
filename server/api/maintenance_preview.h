// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/api/caller.h"
#include "shared/domain/commands/maintenance.h"
#include "shared/wire/requests/maintenance.h"

#include <vector>

namespace watchfloor {

// Whether something began at hours of the week that the span covers too, whichever weeks both lie in.
bool at_hours_of(Timestamp began, const PlannedSpan& span);

// What a window would be, and which alerts of the last 30 days it would have muted: of what the caller may see.
Response preview_window(App& app, const Request& request);

}
