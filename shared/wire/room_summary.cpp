// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/room_summary.h"

#include <algorithm>

namespace watchfloor {

RoomSummary room_summary(const State& visible)
{
    RoomSummary summary;
    summary.seq = visible.seq;
    visible.alerts.for_each([&](const AlertId&, const Alert& alert) {
        if (counts_as_firing(alert)) {
            ++summary.alerts_firing;
            summary.worst = std::min(summary.worst.value_or(alert.severity), alert.severity);
        }
    });
    visible.incidents.for_each(
        [&](const IncidentId&, const Incident& incident) { summary.incidents_open += incident.open() ? 1 : 0; });
    return summary;
}

}
