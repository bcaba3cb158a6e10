// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

namespace watchfloor {

// "planned, not approved", "approved", "under way", "over", …
std::string window_state_words(const MaintenanceWindow& window, Timestamp now);

// The dialog that Enter opens on a maintenance window: all of it, what it mutes, and the steps that the rules know.
class WindowPanel {
public:
    void open(const WindowId& window);
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    void draw_steps(const ViewInput& input, const MaintenanceWindow& window, Intents& intents);
    void draw_question(const ViewInput& input, const MaintenanceWindow& window, Intents& intents);

    WindowId window_ {};
    bool cancelling_ = false; // which is asked once
};

}
