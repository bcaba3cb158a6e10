// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/answers/alert_totals.h"

namespace watchfloor {

AlertTotals alert_totals(const State& state, Timestamp now)
{
    const AlertTally& tally = state.tally;
    AlertTotals totals;
    totals.acknowledged = tally.acknowledged();
    totals.began_lately = tally.began_lately(now);
    totals.critical = tally.firing(AlertSeverity::Critical);
    totals.info = tally.firing(AlertSeverity::Info);
    totals.major = tally.firing(AlertSeverity::Major);
    totals.minor = tally.firing(AlertSeverity::Minor);
    totals.muted = tally.muted();
    totals.unknown = tally.firing(AlertSeverity::Unknown);
    tally.of_incidents().for_each([&](const IncidentId& id, std::int64_t count) {
        const Incident* incident = state.incidents.find(id);
        totals.in_incidents += incident != nullptr && incident->open() && !incident->restricted ? count : 0;
    });
    return totals;
}

}
