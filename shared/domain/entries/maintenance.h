// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/maintenance.h"
#include "shared/domain/split_fields.h"

#include <array>
#include <string_view>

namespace watchfloor {

struct AssetSet {
    static constexpr std::string_view kind = "asset.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 4> text_names { "model", "name", "serial", "site" };
    Asset asset {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.asset, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.asset, text_names);
    }
};

// A work order as it stands after a move: planned, approved, started, inspected, returned, …
struct WorkOrderSet {
    static constexpr std::string_view kind = "work_order.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 3> text_names { "reason", "title", "work_done" };
    WorkOrder order {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.order, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.order, text_names);
    }
};

struct WindowSet {
    static constexpr std::string_view kind = "window.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 1> text_names { "title" };
    MaintenanceWindow window {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.window, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.window, text_names);
    }
};

}
