// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/wall_rows.h"
#include "client/widgets/chart/chart.h"
#include "client/widgets/timeline/timeline.h"

#include <map>
#include <string>

namespace watchfloor {

// The pages below a wall's headline block: alerts, the last hour, capacity and maintenance.
// Each shows what fits at 22 arc minutes and "+N more"; nothing scrolls.
class WallPages {
public:
    static constexpr int kCount = 3;

    void draw(int page, const ViewInput& input, const WallRows& rows);

private:
    void draw_alerts(const ViewInput& input, const WallRows& rows);
    void draw_last_hour(const ViewInput& input);
    void draw_capacity(const ViewInput& input, const WallRows& rows);

    TimelineViewState timeline_ {};
    std::map<std::uint64_t, std::string> words_ {}; // of what the last hour shows
    std::map<ResourceId, ChartState> charts_ {};
};

}
