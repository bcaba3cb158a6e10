// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Those that are held and not open any more, what ended last first.
std::vector<const Incident*> closed_incidents(const State& state);

// The incident that somebody means who types "INC-12", "sec-3" or "12"; empty for what names none.
IncidentId incident_typed(std::string_view words);

// The list of what was done last time, and page by page of what was done before: Enter leads to the incident, whose
// entries tell.
class ClosedList {
public:
    void draw(const ViewInput& input, Intents& intents);
    void open() { open_ = true; }

private:
    IncidentId draw_rows(const ViewInput& input);
    IncidentId draw_older(const ViewInput& input);

    bool open_ = false;
    std::string number_ {};
    bool wrong_ = false; // what was entered last names no incident
};

}
