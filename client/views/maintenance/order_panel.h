// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/domain/commands/maintenance.h"

#include <optional>
#include <string>

namespace watchfloor {

// The dialog that Enter opens on a work order: the steps that the rules know from where it stands, and what each asks for.
class OrderPanel {
public:
    void open(const WorkOrderId& order);
    const WorkOrderId& shown() const { return order_; }
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    MoveWorkOrder asked(const ViewInput& input, const WorkOrder& order, WorkOrderState to) const;
    void draw_fields(const ViewInput& input, WorkOrderState from, WorkOrderState to);

    WorkOrderId order_ {};
    std::optional<WorkOrderState> seen_ {}; // another chose a step meanwhile: the choice begins anew
    int chosen_ = 0;
    std::string words_ {};
    std::string reason_ {};
    std::string start_ {};
};

}
