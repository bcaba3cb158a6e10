// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <cstddef>
#include <string>
#include <vector>

namespace watchfloor {

// Alerts that a window would be about: how many, and by which names.
struct PreviewedAlerts {
    std::size_t count = 0;
    std::size_t beyond = 0; // of them, those that neither a chosen asset nor the labels name
    std::string names {};   // "Down, Slow +3 more"
};

// What a window over these assets, services and labels would be about, of the alerts that this console holds: not all of them.
struct WindowPreview {
    PreviewedAlerts firing {};
    PreviewedAlerts ended {};    // in the last day
    std::size_t firing_held = 0; // of those that fire unmuted, for whatever; a console holds only the worst
    std::size_t firing_in_all = 0;
    std::string unmatched {}; // assets that name no labels of alerts, and so have none of their own
};

// Both assets of a redundant pair that the window, as it would be, takes at once, in sentences; none where it takes none.
std::vector<std::string> clash_lines(const State& state, const MaintenanceWindow& window, Timestamp now);

// The override of that, by name and with its reason: what a form asks where there are such lines.
class PairOverride {
public:
    void draw(const std::vector<std::string>& clashes, bool enabled);
    std::vector<PlanOverride> overrides() const;
    const std::string& reason() const { return reason_; }

private:
    bool on_ = false;
    std::string reason_ {};
};

WindowPreview window_preview(const State& state, const std::vector<AssetId>& assets,
    const std::vector<ServiceId>& services, const Labels& match);

// That in sentences, and whether each warns.
struct PreviewLine {
    std::string words {};
    bool warns = false;
};
std::vector<PreviewLine> preview_lines(const WindowPreview& preview);

}
