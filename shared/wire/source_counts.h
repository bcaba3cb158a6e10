// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/labels.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// What was heard of one heartbeat, and learnt from that: nobody confirmed it (HeartbeatRule::interval_seconds is what a
// person said).
struct HeartbeatSeen {
    AlertId id {}; // of the alert that says that it is missed
    Labels labels {};
    Timestamp last_at {};                   // when it last fired
    std::optional<Timestamp> ended_at {};   // when its sender said that it is over, if nothing fired since
    std::vector<std::int64_t> intervals {}; // the last ones, in seconds, oldest first
    std::int64_t learnt_seconds = 0;        // what follows from them; 0: too few to say

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("ended_at", self.ended_at);
        visit("id", self.id);
        visit("intervals", self.intervals);
        visit("labels", self.labels);
        visit("last_at", self.last_at);
        visit("learnt_seconds", self.learnt_seconds);
    }
};

// GET /api/v1/sources.
// What became of everything a source sent: nothing goes missing without a number.
struct SourceCounts {
    SourceId source {};
    Timestamp last_delivery_at {};
    std::int64_t deliveries = 0;
    std::int64_t received = 0; // alerts, changes or samples
    std::int64_t duplicate = 0;
    std::int64_t muted = 0;
    std::int64_t truncated = 0; // alerts the sender said it left out
    std::int64_t rejected = 0;  // invalid, refused or over the size limit
    std::int64_t gaps = 0;      // times the promised cadence was broken
    std::int64_t mended = 0;    // taken though something about them was odd
    // Why nothing can be fetched from it now, in words for people; empty: nothing is known to fail.
    std::string failure {};
    Timestamp failing_since {};
    std::vector<HeartbeatSeen> heartbeats {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("deliveries", self.deliveries);
        visit("duplicate", self.duplicate);
        visit("failing_since", self.failing_since);
        visit("failure", self.failure);
        visit("gaps", self.gaps);
        visit("heartbeats", self.heartbeats);
        visit("last_delivery_at", self.last_delivery_at);
        visit("mended", self.mended);
        visit("muted", self.muted);
        visit("received", self.received);
        visit("rejected", self.rejected);
        visit("source", self.source);
        visit("truncated", self.truncated);
    }
};

struct SourcesAnswer {
    std::vector<SourceCounts> sources {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("sources", self.sources);
    }
};

}
