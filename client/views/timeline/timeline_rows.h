// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/views/view.h"
#include "client/widgets/timeline/timeline.h"
#include "shared/timeline_fold/timeline_items.h"

namespace watchfloor {

// A lane of the shared fold as it is named and drawn.
LaneModel lane_model(FoldLane fold, Text name, LaneStyle style, Icon icon);

// These columns on the room's clock, stopped while the link is lost; lanes are still to come.
TimelineModel timeline_at(const ViewInput& input, const TimelineColumns& columns);

// What of the room is shown: what concerns one service; or of one incident its alerts, entries, duties and updates, and
// changes and maintenance of its services; everything where neither is named.
struct TimelineScope {
    ServiceId service {};
    IncidentId incident {};
    bool all() const { return service.empty() && incident.empty(); }
    friend bool operator==(const TimelineScope& a, const TimelineScope& b) = default;
};
// Whether all of it has come.
bool timeline_came(const ViewInput& input, const TimelineScope& scope);
// That on one axis, in fixed lanes.
TimelineModel room_timeline(const ViewInput& input, const TimelineScope& scope = {});
// One incident, also when it has left the working set; none while it is not known.
const Incident* known_incident(const ViewInput& input, const IncidentId& id);

// Empty while it is not known, and of what is of none.
ServiceId service_of_item(const ViewInput& input, std::uint64_t seq);

// The entry that an item of the room's timeline stands for; nothing while it is being fetched.
const Entry* room_entry(const ViewInput& input, std::uint64_t seq);

// The words of an item of the room's timeline, as far as the state or the recent entries have
// them; empty otherwise.
std::string room_label(const ViewInput& input, std::uint64_t seq);

// Who wrote it and the incident it belongs to: "admin, INC-1 Shop is down"; empty while it is not known.
std::string room_note(const ViewInput& input, std::uint64_t seq);

// What a file tells of an item beside where it lies: empty until it is known, author and incident also where there is
// none.
struct SavedWords {
    std::string text {};
    std::string author {}; // the person who wrote it
    std::string incident {};
};
SavedWords room_saved_words(const ViewInput& input, std::uint64_t seq);

// Where the item leads: its incident; an alert or change without one on the board; its resource or the schedule.
// Nothing while it is being fetched.
std::optional<Location> item_target(const ViewInput& input, std::uint64_t seq);

// The address with these parameters of a timeline, and none of those it had.
Location with_timeline(Location location, const QueryPairs& query);

// The board, searched for these words.
Location board_filtered(const std::string& words);

}
