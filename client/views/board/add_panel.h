// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/batch.h"

#include <vector>

namespace watchfloor {

// The dialog that puts alerts into one of the open incidents.
class AddPanel {
public:
    void open(std::vector<NamedAlert> alerts)
    {
        alerts_ = std::move(alerts);
        chosen_ = {};
    }
    bool is_open() const { return !alerts_.empty(); }
    void draw(const ViewInput& input, Intents& intents);

private:
    std::vector<NamedAlert> alerts_ {};
    IncidentId chosen_ {}; // kept by its number: others come and go meanwhile
};

}
