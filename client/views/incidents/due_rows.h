// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incidents/incident_panels.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Something of the incident that runs out at a known time.
struct DueRow {
    Timestamp at {};
    std::string what {};
    std::string which {}; // of several such: the task, the window, the resource
    std::string left {};  // "in 12:00", "OVERDUE 03:00"
    bool overdue = false;
    std::optional<PanelKind> opens {}; // where it is answered…
    std::string place {};              // …or looked at
};

// Everything that the model has a time for, in one list by that time, what is overdue first: promises, tasks, timers,
// maintenance of the services concerned that begins or ends within a day, and what of theirs is full within one.
std::vector<DueRow> due_rows(const ViewInput& input, const Incident& incident);

}
