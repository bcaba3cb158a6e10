// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"
#include "shared/domain/field_lists.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct CapacityDefined {
    static constexpr std::string_view kind = "capacity.defined";
    static constexpr int version = 2;
    CapacityResource resource {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.resource);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.resource);
    }
};

// Utilisation crossed a threshold of the resource, up or down.
struct CapacityCrossed {
    static constexpr std::string_view kind = "capacity.crossed";
    static constexpr int version = 1;
    ResourceId resource {};
    CapacityLevel from = CapacityLevel::Normal;
    CapacityLevel to = CapacityLevel::Normal;
    std::int64_t utilisation_permille = 0;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("from", self.from);
        visit("resource", self.resource);
        visit("to", self.to);
        visit("utilisation_permille", self.utilisation_permille);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// What is done about a line of the week's page.
struct CapacityDecided {
    static constexpr std::string_view kind = "capacity.decided";
    static constexpr int version = 1;
    ResourceId resource {};
    CapacityDecision decision {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.decision);
        visit("resource", self.resource);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.decision);
    }
};

// The week's page as it was signed: its lines, the forecasts it went by, and what became of earlier ones.
struct CapacityPlanSigned {
    static constexpr std::string_view kind = "capacity.plan_signed";
    static constexpr int version = 1;
    std::vector<ResourcePublished> forecasts {};
    std::vector<CapacityRow> rows {};
    std::vector<ResourceScored> scores {};
    std::string note {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("forecasts", self.forecasts);
        visit("rows", self.rows);
        visit("scores", self.scores);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("note", self.note);
    }
};

// Closes an hour of samples: its digest makes later tampering visible.
struct SamplesSealed {
    static constexpr std::string_view kind = "samples.sealed";
    static constexpr int version = 1;
    Timestamp hour {};
    std::string digest {}; // hexadecimal SHA-256 over the closed blocks
    std::int64_t blocks = 0;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("blocks", self.blocks);
        visit("digest", self.digest);
        visit("hour", self.hour);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
