// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// An asset whose maintenance is due within kDueReach or overdue, or of which nobody knows when it is: it has an interval
// and was never maintained.
struct DueAsset {
    AssetId asset {};
    std::string name {};
    Criticality criticality = Criticality::Medium;
    std::optional<Timestamp> due {};
    std::int64_t days_overdue = 0;
    std::optional<std::int64_t> percent {}; // maintenance_urgency_percent
    WorkOrderId open {};                    // preventive work that is planned or under way
};

// Overdue first, then by their dates; those without one last.
std::vector<DueAsset> due_assets(const State& state, Timestamp now);

// The dialog that lists them, and in which those are chosen that work is planned for.
class DueWork {
public:
    void open();
    // Draws while open. The assets that were chosen, in the list's order.
    std::optional<std::vector<AssetId>> draw(const ViewInput& input);

private:
    void draw_rows(const ViewInput& input, const std::vector<DueAsset>& rows);

    bool open_ = false;
    std::vector<AssetId> chosen_ {};
};

}
