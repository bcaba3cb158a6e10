// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/pick_list.h"
#include "client/views/view.h"
#include "shared/domain/commands/maintenance.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

Text order_kind(WorkOrderKind kind);
Text interval_words(IntervalSource source);

// The dialog that plans work orders, one for each asset that is chosen, or one that is planned already anew. What was
// written stays until the server has taken it; of several, the assets of those it refused stay chosen.
class OrderForm {
public:
    void open(const std::vector<AssetId>& assets = {});
    void open(const WorkOrder& order, const SiteZone& zone);
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    // What would be planned, and why it cannot be.
    struct Plans {
        std::vector<PlanWorkOrder> orders {};
        std::string why_not {};
    };
    Plans plans(const ViewInput& input) const;
    std::string refusal_of(const ViewInput& input, const std::vector<PlanWorkOrder>& orders) const;
    void draw_what(const State& state);
    void draw_when(const ViewInput& input);
    void draw_maintainer(const State& state);
    void draw_plans(const ViewInput& input, const Plans& plans);
    void send(const ViewInput& input, const std::vector<PlanWorkOrder>& orders, Intents& intents);
    void send_change(const PlanWorkOrder& plan, Intents& intents);
    // What became of one of them.
    void take(const AssetId& asset, const HttpResponse& response);

    bool open_ = false;
    std::size_t awaited_ = 0; // answers of the server
    WorkOrderId changed_ {};  // the one that is planned anew; empty: new ones
    std::int64_t version_ = 0;
    int kind_ = 0;
    std::string title_ {};
    PickList assets_ {};
    std::string begin_ {};
    std::string lasts_ {};
    UserId maintainer_ {};
    std::string refusal_ {};
};

}
