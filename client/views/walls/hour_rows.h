// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/views/walls/wall_lines.h"
#include "client/widgets/timeline/timeline.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// What happened in a room within the last hour, for a ribbon and the list below it.

inline constexpr Millis kWallHour = std::chrono::hours { 1 };
inline constexpr std::size_t kHourMinutes = 60;

// An instant of the ribbon that people look for.
struct HourMark {
    Timestamp at {};
    ItemKind kind = ItemKind::Decision;
};

// Marks of the ribbon that stand at the same place: the first of decision, update and change, and how many there are of
// it; others are said to be others.
struct HourPlace {
    ItemKind kind {};
    std::size_t count = 0;
    std::size_t others = 0;

    void add(ItemKind one);
    std::string words() const; // "2", "+1", "2+1"; empty for one alone
};

// A line of the list. What machines wrote stands in one line with others of its kind.
struct HourLine {
    Timestamp at {};
    ItemKind kind = ItemKind::Observation;
    bool decision = false;
    bool counts = false;                  // stands for many: it has a severity, and no instant
    Severity severity = Severity::Normal; // of those
    std::string text {};
};

struct HourRows {
    Timestamp from {};
    Timestamp to {};
    std::array<SeverityCounts, kHourMinutes> fired {}; // alerts that began in each minute
    SeverityCounts alerts {};                          // in the whole hour
    SeverityCounts still {};                           // that began before it and fire on
    std::vector<HourMark> marks {};                    // decisions, updates, changes
    std::vector<TimelineWindow> windows {};            // maintenance
    std::vector<HourLine> lines {}; // decisions first, then what is counted, then the rest; newest first
    std::size_t beyond = 0;         // more lines than anybody reads

    bool empty() const;
};

// Of everything, or of one service: what was written about it or about its incidents.
HourRows hour_rows(const ViewInput& input, const ServiceId& service = {});

}
