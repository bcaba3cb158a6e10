// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/redundancy.h"

#include <string_view>

namespace watchfloor {
namespace {

std::string_view group_of(const State& state, const AssetId& id)
{
    const Asset* asset = state.assets.find(id);
    return asset != nullptr ? std::string_view { asset->redundancy_group } : std::string_view {};
}

bool stand_in(const State& state, const AssetId& a, const AssetId& b)
{
    const std::string_view group = group_of(state, a);
    return a != b && !group.empty() && group == group_of(state, b);
}

}

std::vector<RedundancyClash> redundancy_clashes(const State& state, const MaintenanceWindow& window, Timestamp now)
{
    std::vector<RedundancyClash> clashes;
    for (std::size_t i = 0; i < window.assets.size(); ++i) {
        for (std::size_t k = i + 1; k < window.assets.size(); ++k) {
            if (stand_in(state, window.assets[i], window.assets[k])) {
                clashes.push_back({ window.assets[i], window.assets[k], {} });
            }
        }
    }
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& other) {
        const bool meant = other.state != WindowState::Cancelled && now < other.to && id != window.id;
        if (!meant || other.to <= window.from || window.to <= other.from) {
            return;
        }
        for (const AssetId& here : window.assets) {
            for (const AssetId& there : other.assets) {
                if (stand_in(state, here, there)) {
                    clashes.push_back({ here, there, id });
                }
            }
        }
    });
    return clashes;
}

}
