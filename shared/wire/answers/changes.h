// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/entities/changes.h"
#include "shared/domain/entities/maintenance.h"

#include <cstdint>
#include <vector>

namespace watchfloor {

// GET /api/v1/changes: what was altered on purpose lately, newest first.
struct WhatChangedAnswer {
    std::vector<Change> changes {};
    Timestamp from {};
    std::uint64_t seq = 0;
    std::vector<MaintenanceWindow> windows {};
    std::vector<WorkOrder> work_orders {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("changes", self.changes);
        visit("from", self.from);
        visit("seq", self.seq);
        visit("windows", self.windows);
        visit("work_orders", self.work_orders);
    }
};

}
