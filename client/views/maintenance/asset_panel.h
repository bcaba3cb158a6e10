// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// What somebody wants of the asset that the panel shows.
struct AssetWish {
    enum class Act : std::uint8_t { None, Edit, PlanWindow, PlanOrder, OpenOrder, OpenWindow };
    Act act = Act::None;
    WorkOrderId order {};
    WindowId window {};
};

// Its work orders, those not finished first, then the latest; and its windows, by when they begin, those to come first.
std::vector<const WorkOrder*> orders_of(const State& state, const AssetId& asset);
std::vector<const MaintenanceWindow*> windows_of(const State& state, const AssetId& asset, Timestamp now);

// The dialog that shows an asset: its facts, when it is due, its work and its windows.
class AssetPanel {
public:
    void open(AssetId asset) { asset_ = std::move(asset); }
    void close() { asset_ = AssetId {}; }
    const AssetId& shown() const { return asset_; }
    // Draws while open.
    AssetWish draw(const ViewInput& input);

private:
    AssetId asset_ {};
};

}
