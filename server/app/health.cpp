// SPDX-License-Identifier: Apache-2.0
#include "server/app/health.h"

#include "server/app/app.h"

namespace watchfloor {

HealthAnswer health_of(const App& app)
{
    HealthAnswer health;
    if (!app.store->writable()) {
        health.writable = false;
        health.reason = app.store->status().reason;
    } else if (!app.samples->writable()) {
        health.writable = false;
        health.reason = "Capacity samples cannot be written; free space in the data folder.";
    }
    health.damage = app.chain->damage();
    health.clock_leap_seconds = std::chrono::duration_cast<std::chrono::seconds>(app.clock->leap()).count();
    return health;
}

}
