// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/sources.h"

namespace watchfloor {

// From the timers, never from outside.
struct ReportSourceHealth {
    SourceId source {};
    bool lost = false;
    Timestamp last_delivery_at {};
    AlertId heartbeat {};   // heartbeat_id of the one that this is about; empty: of the source as a whole
    Labels labels {};       // of the heartbeat, where it is lost
    bool was_ended = false; // its sender said that it is over
};

struct SetSource {
    Source source {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Source::fields(v, s.source);
    }
};

}
