// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/core/time.h"

#include <string>
#include <vector>

namespace watchfloor {

// The board of those who report and are shown nothing of what the room works on: what they see, how to report, and a
// receipt of each report of this session.
class ReporterDesk {
public:
    void draw(const ViewInput& input, Intents& intents);

private:
    struct Receipt {
        std::string number {};
        std::string title {};
        Timestamp at {};
    };

    void draw_receipts(const ViewInput& input);
    void draw_dialog(const ViewInput& input, Intents& intents);
    void send(const ViewInput& input, Intents& intents);

    std::vector<Receipt> receipts_ {}; // the newest first
    bool reporting_ = false;
    std::string title_ {};
};

}
