// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Those that have the words in their name, id, model, serial number, site or services, by name.
std::vector<const Asset*> assets_with(const State& state, std::string_view words);

// The dialog in which an asset is looked for.
class AssetList {
public:
    void open();
    // Draws while open. The asset that was chosen.
    std::optional<AssetId> draw(const ViewInput& input);

private:
    bool open_ = false;
    std::string words_ {};
};

}
