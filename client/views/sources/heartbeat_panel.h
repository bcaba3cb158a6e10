// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/sources/heartbeat_rows.h"
#include "client/views/view.h"

#include <optional>
#include <string>

namespace watchfloor {

// The dialog that Enter opens on a heartbeat: how often it is to come, as somebody confirms or says, and whether it is
// to come at all.
class HeartbeatPanel {
public:
    void open(const HeartbeatRow& row);
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    std::optional<HeartbeatRow> row_ {};
    std::string interval_ {};
    bool expected_ = true;
};

}
