// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"

#include <string>
#include <vector>

namespace watchfloor {

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

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("deliveries", self.deliveries);
        visit("duplicate", self.duplicate);
        visit("failing_since", self.failing_since);
        visit("failure", self.failure);
        visit("gaps", self.gaps);
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
