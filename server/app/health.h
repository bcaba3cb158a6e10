// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/answers/journal.h"

namespace watchfloor {

struct App;

// Whether writers are accepted now, by the journal and by the samples, and whether the journals are whole.
HealthAnswer health_of(const App& app);

}
