// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/timeline/timeline.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// A time that a timeline can be led to.
struct TimeChoice {
    std::string title {};
    std::string right {}; // when that is, in words
    TimelineGoal goal {};
    IncidentId incident {}; // whose stretch it is, if it is one's
};

// Those whose title holds the words: the last hour, day and week, everything, then open incidents and those that ended
// lately, from their begin to their end, and the room's days. An incident whose number was typed comes first.
std::vector<TimeChoice> time_choices(const ViewInput& input, std::string_view words);

// As read_when, and a day with or without a time by the room's clock: "2026-03-02 14:03:22".
std::optional<Timestamp> read_room_time(std::string_view text, Timestamp now, const SiteZone& zone);
// That instant to the second, as it is read.
std::string write_room_time(Timestamp at, const SiteZone& zone);

// The dialog in which the time that a timeline shows is chosen. Enter takes the marked row, or what stands in From and
// To once somebody typed there.
class TimePicker {
public:
    void open(const TimelineViewState& timeline, const SiteZone& zone);
    void close() { open_ = false; }
    // Where to go, once that was chosen.
    std::optional<TimelineGoal> draw(const ViewInput& input);
    // The incident that was chosen with it, if it was one's stretch.
    const IncidentId& incident() const { return incident_; }

private:
    struct Typed {
        std::optional<Timestamp> from {};
        std::optional<Timestamp> to {};
        bool whole() const { return from && to && *from < *to; }
        TimelineGoal goal() const { return { TimelineRange { *from, *to }, false, 0 }; }
    };
    Typed read(const ViewInput& input) const;
    std::optional<TimelineGoal> draw_rows(const std::vector<TimeChoice>& choices, bool entered);
    bool draw_times(const ViewInput& input);

    bool open_ = false;
    std::string words_ {};
    std::string from_ {};
    std::string to_ {};
    bool times_meant_ = false;
    int chosen_ = 0;
    IncidentId incident_ {};
};

}
