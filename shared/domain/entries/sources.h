// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/sources.h"

#include <string_view>

namespace watchfloor {

struct SourceSet {
    static constexpr std::string_view kind = "source.set";
    static constexpr int version = 1;
    Source source {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        Source::fields(visit, self.source);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct SourceLost {
    static constexpr std::string_view kind = "source.lost";
    static constexpr int version = 1;
    SourceId source {};
    Timestamp last_delivery_at {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
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
    static constexpr int version = 1;
    SourceId source {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("source", self.source);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
