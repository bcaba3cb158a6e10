// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/views/view.h"
#include "shared/domain/commands/maintenance.h"

#include <optional>
#include <string>
#include <utility>

namespace watchfloor {

// What the step from one state to another is called.
Text order_step(WorkOrderState from, WorkOrderState to);

// The dialog that Enter opens on a work order: the steps that the rules know from where it stands, and what each asks for.
class OrderPanel {
public:
    void open(const WorkOrderId& order);
    const WorkOrderId& shown() const { return order_; }
    // The order whose plan somebody asked to change, once.
    WorkOrderId take_change() { return std::exchange(change_, {}); }
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    MoveWorkOrder asked(const ViewInput& input, const WorkOrder& order, WorkOrderState to) const;
    void draw_facts(const ViewInput& input, const WorkOrder& order);
    void draw_fields(const ViewInput& input, const WorkOrder& order, WorkOrderState to);

    WorkOrderId order_ {};
    WorkOrderId change_ {};
    std::optional<WorkOrderState> seen_ {}; // another chose a step meanwhile: the choice begins anew
    int chosen_ = 0;
    std::string words_ {};
    std::string reason_ {};
    std::string start_ {};
};

}
