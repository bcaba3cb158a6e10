// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/sources.h"
#include "shared/domain/field_lists.h"

#include <string_view>

namespace watchfloor {

struct SourceSet {
    static constexpr std::string_view kind = "source.set";
    static constexpr int version = 2;
    Source source {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.source);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.source);
    }
};

// A source fell silent, or one heartbeat of it did.
struct SourceLost {
    static constexpr std::string_view kind = "source.lost";
    static constexpr int version = 2;
    SourceId source {};
    Timestamp last_delivery_at {};
    AlertId heartbeat {}; // empty: nothing comes from the source at all
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("heartbeat", self.heartbeat);
        visit("last_delivery_at", self.last_delivery_at);
        visit("source", self.source);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct SourceRegained {
    static constexpr std::string_view kind = "source.regained";
    static constexpr int version = 2;
    SourceId source {};
    AlertId heartbeat {}; // as in SourceLost; it came again, or is expected no more
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("heartbeat", self.heartbeat);
        visit("source", self.source);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
