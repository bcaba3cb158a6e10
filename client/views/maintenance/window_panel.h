// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/maintenance/window_preview.h"
#include "client/views/view.h"
#include "shared/domain/commands/maintenance.h"

#include <cstdint>
#include <string>
#include <string_view>

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
    // The second and third are asked before they are done.
    enum class Part : std::uint8_t { Steps, Cancelling, Times };

    void draw_steps(const ViewInput& input, const MaintenanceWindow& window, Intents& intents);
    void draw_others(const ViewInput& input, const MaintenanceWindow& window);
    void draw_question(const ViewInput& input, const MaintenanceWindow& window, Intents& intents);
    void draw_times(const ViewInput& input, const MaintenanceWindow& window, Intents& intents);
    void draw_time_fields(const ViewInput& input, const MaintenanceWindow& window, const RescheduleWindow& command);
    void ask_times(std::string_view from, std::string_view to);
    RescheduleWindow times(const ViewInput& input, const MaintenanceWindow& window) const;
    void send_times(const RescheduleWindow& command, Intents& intents);

    WindowId window_ {};
    Part part_ = Part::Steps;
    std::string from_ {};
    std::string to_ {};
    std::string reason_ {};
    bool following_ = false; // what is done is done to all that follow in its series too
    PairOverride pair_ {};
    std::string refusal_ {}; // the server's, of other times
    bool sending_ = false;
};

}
