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
    std::string why {};   // what it means, in a sentence
    std::string left {};  // "in 12:00", "OVERDUE 03:00"
    bool overdue = false;
    std::optional<PanelKind> opens {}; // where it is answered…
    std::string place {};              // …or looked at
};

// Everything that the model has a time for (client/views/deadlines.h), in one list by that time, what is overdue first;
// behind it what of the services concerned is full within a day.
std::vector<DueRow> due_rows(const ViewInput& input, const Incident& incident);

}
