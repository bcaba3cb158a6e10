// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/muting.h"

#include "shared/domain/contains.h"

#include <algorithm>

namespace watchfloor {
namespace {

template<typename Covers>
WindowId first_window(const State& state, Timestamp at, const Covers& covers)
{
    WindowId first;
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        if (window.mutes_at(at) && (first.empty() || id < first) && covers(window)) {
            first = id;
        }
    });
    return first;
}

}

bool labels_match(const Labels& match, const Labels& labels)
{
    return !match.empty() && std::all_of(match.begin(), match.end(), [&](const auto& wanted) {
        const auto label = labels.find(wanted.first);
        return label != labels.end() && label->second == wanted.second;
    });
}

WindowId window_at(const State& state, const std::vector<ServiceId>& services, Timestamp at)
{
    return first_window(state, at, [&](const MaintenanceWindow& window) {
        return std::any_of(services.begin(), services.end(),
            [&](const ServiceId& service) { return contains(window.services, service); });
    });
}

WindowId muting_window(const State& state, const Alert& alert, Timestamp at)
{
    return first_window(state, at, [&](const MaintenanceWindow& window) {
        return contains(window.services, alert.service)
            || std::any_of(window.assets.begin(), window.assets.end(), [&](const AssetId& id) {
                   const Asset* asset = state.assets.find(id);
                   return asset != nullptr && labels_match(asset->match, alert.labels);
               });
    });
}

}
