// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/room_summary.h"

#include "shared/domain/entities/severity_words.h"

namespace watchfloor {

RoomSummary room_summary(const State& visible)
{
    RoomSummary summary;
    summary.seq = visible.seq;
    visible.alerts.for_each([&](const AlertId&, const Alert& alert) {
        if (counts_as_firing(alert)) {
            ++summary.alerts_firing;
            const bool worst = !summary.worst || is_worse(alert.severity, *summary.worst);
            summary.worst = worst ? alert.severity : *summary.worst;
        }
    });
    visible.incidents.for_each(
        [&](const IncidentId&, const Incident& incident) { summary.incidents_open += incident.open() ? 1 : 0; });
    return summary;
}

}
