// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/labels.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// POST /api/v1/maintenance-windows/preview: what a window over these would be, and would have muted. Its time is either
// `from` and `to`, or what `recurrence` makes of it (as in PlanWindowSeries).
struct PreviewWindow {
    std::vector<AssetId> assets {};
    std::optional<Timestamp> from {};
    Labels match {};
    std::string recurrence {};
    std::vector<ServiceId> services {};
    std::optional<Timestamp> to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("assets", self.assets);
        visit("from", self.from);
        visit("match", self.match);
        visit("recurrence", self.recurrence);
        visit("services", self.services);
        visit("to", self.to);
    }
};

}
