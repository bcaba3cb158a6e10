// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <vector>

namespace watchfloor {

// Those that are held and not open any more, what ended last first.
std::vector<const Incident*> closed_incidents(const State& state);

// The list of what was done last time: Enter leads to the incident, whose entries tell.
class ClosedList {
public:
    void draw(const ViewInput& input, Intents& intents);
    void open() { open_ = true; }

private:
    bool open_ = false;
};

}
