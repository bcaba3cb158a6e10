// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/labels.h"

#include <optional>
#include <vector>

namespace watchfloor {

struct AcknowledgeAlert {
    AlertId alert {};

    template<typename V, typename S>
    static void fields(V&, S&)
    {
    }
};

// One alert of a delivery, already taken out of its wire format.
struct AlertReport {
    Labels labels {};
    Labels annotations {};
    Labels details {};
    Labels links {};
    Timestamp started_at {};
    std::optional<Timestamp> ended_at {};    // set: an explicit resolve at this time
    std::optional<Timestamp> lease_until {}; // set: firing, lapses then unless renewed
    Labels whole {};                         // the labels before they were cut to size; empty: nothing was cut
    bool start_is_ours = false;              // the sender named none: it is the time of arrival
    bool ordered = false;                    // the format promises order: what comes later is later
};

struct ReportAlerts {
    SourceId source {};
    std::vector<AlertReport> alerts {};
};

// Leases that ran out: from the timers, never from outside.
struct LapseAlerts {
    std::vector<AlertId> alerts {};
};

// Alerts that a window may have begun or ceased to mute, or that a service may fit by now: from the timers, never from outside.
struct ReviewMutes {
    std::vector<AlertId> alerts {};
};

}
