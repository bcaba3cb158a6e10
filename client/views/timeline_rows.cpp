// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline_rows.h"

#include "client/views/incident_rows.h"
#include "client/widgets/text.h"
#include "shared/timeline_fold/timeline_items.h"

#include <algorithm>

namespace watchfloor {
LaneModel lane_model(FoldLane fold, Text name, LaneStyle style, Icon icon)
{
    LaneModel made;
    made.name = tr(name);
    made.style = style;
    made.icon = icon;
    made.lane = static_cast<std::uint16_t>(fold);
    return made;
}

TimelineModel timeline_at(const ViewInput& input, const TimelineColumns& columns)
{
    TimelineModel model;
    model.columns = &columns;
    model.now = input.now;
    model.zone = input.zone;
    if (input.frozen) {
        model.frozen_since = input.replica.heard_at();
    }
    return model;
}

TimelineModel room_timeline(const ViewInput& input)
{
    TimelineModel model = timeline_at(input, input.replica.timeline());
    model.lanes = {
        lane_model(FoldLane::Decisions, Text::LaneDecisions, LaneStyle::Notes, kIconGavel),
        lane_model(FoldLane::Alerts, Text::LaneAlerts, LaneStyle::Bars, kIconBellO),
        lane_model(FoldLane::Changes, Text::LaneChanges, LaneStyle::Notes, kIconCodeFork),
        lane_model(FoldLane::Entries, Text::LaneEntries, LaneStyle::Notes, kIconComment),
        lane_model(FoldLane::States, Text::LaneStates, LaneStyle::Notes, kIconFlag),
        lane_model(FoldLane::Duties, Text::LaneDuties, LaneStyle::Bands, kIconUser),
        lane_model(FoldLane::Updates, Text::LaneUpdates, LaneStyle::Diamonds, kIconBullhorn),
        lane_model(FoldLane::Capacity, Text::LaneThresholds, LaneStyle::Notes, kIconTachometer),
        lane_model(FoldLane::Maintenance, Text::LaneMaintenance, LaneStyle::Hatched, kIconWrench),
        lane_model(FoldLane::WorkOrders, Text::LaneWorkOrders, LaneStyle::Bars, kIconWrench),
    };
    for (LaneModel& shown : model.lanes) {
        shown.shows_windows = shown.lane == static_cast<std::uint16_t>(FoldLane::Alerts);
    }
    input.state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        if (window.state == WindowState::Approved) {
            model.windows.push_back({ window.from, window.to });
        }
    });
    return model;
}

std::string room_label(const ViewInput& input, std::uint64_t seq)
{
    const auto& recent = input.replica.recent_entries();
    const auto at = std::lower_bound(recent.begin(), recent.end(), seq,
        [](const Entry& entry, std::uint64_t wanted) { return entry.head.seq < wanted; });
    const Entry* entry = at != recent.end() && at->head.seq == seq ? &*at : input.replica.entry(seq);
    if (entry == nullptr) {
        return {};
    }
    if (const auto* fired = std::get_if<AlertFired>(&entry->payload)) {
        return service_name(input.state, fired->alert.service) + ": " + fired->alert.name;
    }
    return entry_text(input.state, *entry);
}

}
