// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/maintenance.h"
#include "shared/domain/field_lists.h"

#include <string_view>

namespace watchfloor {

struct AssetSet {
    static constexpr std::string_view kind = "asset.set";
    // 2: redundancy_group; 3: parent, custodian, hours, warranty, contract, media, documents; 4: work_ahead_days, retired,
    // work_made_for
    static constexpr int version = 4;
    Asset asset {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.asset);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.asset);
    }
};

// A work order as it stands after a move: planned, approved, started, inspected, returned, …
struct WorkOrderSet {
    static constexpr std::string_view kind = "work_order.set";
    static constexpr int version = 3; // 2: planned_by, handed_over_by, alone_*, confirmed_*; 3: due_at, interval
    WorkOrder order {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.order);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.order);
    }
};

struct WindowSet {
    static constexpr std::string_view kind = "window.set";
    static constexpr int version = 3; // 2: match, emergency, reason, overrides, alone_*, confirmed_*; 3: series, rule
    MaintenanceWindow window {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.window);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.window);
    }
};

}
