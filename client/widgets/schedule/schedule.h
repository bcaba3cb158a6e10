// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/axis/time_axis.h"
#include "client/widgets/controls/badges.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace watchfloor {

// A bar on the schedule: planned work or a maintenance window.
struct ScheduleBar {
    std::string id {};
    std::string title {};
    Timestamp begin {};
    Timestamp end {};
    bool under_way = false;
    bool approved = true; // an outline until it is
    bool cancelled = false;
};

// A date by which something must have happened.
struct ScheduleDue {
    std::string id {};
    std::string title {};
    Timestamp at {};
    bool done = false;
};

// One asset or service with its frozen label.
struct ScheduleRow {
    std::string name {};
    std::string detail {};
    std::vector<ScheduleBar> bars {};
    std::vector<ScheduleDue> dues {};
};

// Bars that stand in each other's way; of one row, or of several.
struct ScheduleConflict {
    std::size_t row = 0;
    Timestamp begin {};
    Timestamp end {};
    int depth = 0;
    std::vector<std::string> titles {};
    std::vector<std::size_t> other_rows {}; // in which it is marked as well
    std::string words {};                   // in place of the row's name and the titles
};

struct ScheduleModel {
    std::vector<ScheduleRow> rows {};
    Timestamp now {};
    SiteZone zone {};
    // By whoever knows what depends on what; without them whatever overlaps in one row is one.
    std::optional<std::vector<ScheduleConflict>> conflicts {};
};

enum class ScheduleZoom : std::uint8_t { Day, Week, Month };

struct ScheduleState {
    ScheduleZoom zoom = ScheduleZoom::Week;
    Timestamp from {};
    bool placed = false;        // false until `from` was chosen
    bool moved = false;         // by somebody, not by the calendar
    bool wants_keys = false;    // its screen was opened: it takes the keyboard when it is drawn
    bool all_conflicts = false; // the list of them is open
    float scroll = 0;
    std::size_t row = 0;
    std::optional<std::string> selected {};
};

// Of what it shows.
Timestamp schedule_end(const ScheduleState& state);

struct ScheduleItemSelected {
    std::string id {};
};
struct ScheduleItemOpened {
    std::string id {};
};
struct ScheduleMoved {
    Timestamp from {};
    ScheduleZoom zoom {};
};
using ScheduleCommand = std::variant<ScheduleItemSelected, ScheduleItemOpened, ScheduleMoved>;

// Bars of one row that overlap in time; `depth` is how many lie over each other at most.
std::vector<ScheduleConflict> schedule_conflicts(const ScheduleModel& model);

// The line within its row that each bar is drawn on, so that none covers another; cancelled bars
// take part. One entry per bar, in the order of row.bars.
std::vector<int> schedule_lines(const ScheduleRow& row);

// Whole days late, 0 if not.
int days_overdue(const ScheduleDue& due, Timestamp now);

// Draws into what is left of the current window, or `height` of it.
std::vector<ScheduleCommand> draw_schedule(
    std::string_view id, const ScheduleModel& model, ScheduleState& state, float height = 0);

// What stands in each other's way, all of it, while that list is open: below the plan only a few lines stand.
void draw_all_conflicts(const ScheduleModel& model, ScheduleState& state);

}
