// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/paper.h"
#include "client/views/view.h"
#include "shared/domain/commands/capacity.h"

#include <string>
#include <vector>

namespace watchfloor {

// The dialog that decides on one line of the week's page; what was written stays until the server has taken it.
class CapacityDecisionForm {
public:
    void open(const CapacityRow& row, const CapacityDecision* known);
    bool is_open() const { return open_; }
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    // Empty `why_not`: it can be sent.
    DecideCapacity wanted(const ViewInput& input, std::string& why_not) const;
    void draw_fields(const State& state);
    void send(const DecideCapacity& command, Intents& intents);

    bool open_ = false;
    bool sending_ = false;
    CapacityRow row_ {};
    int choice_ = 0;
    std::string note_ {};
    UserId owner_ {};
    std::string due_ {};
    std::string cost_ {};
    std::string refusal_ {};
};

// What a planner goes through each week: each line with what was decided of it, and the plan's signing.
class CapacityWeek {
public:
    void draw(const ViewInput& input, Intents& intents);
    Paper paper(const ViewInput& input) const;

private:
    void draw_rows(const ViewInput& input, const std::vector<CapacityRow>& rows);
    void draw_signing(const ViewInput& input, const CapacityWeekAnswer& week);
    void draw_sign_dialog(const ViewInput& input, Intents& intents);

    CapacityDecisionForm form_ {};
    bool signing_ = false;
    bool sending_ = false;
    std::string note_ {};
    std::string refusal_ {};
};

// The lines of which something is to be decided first.
std::vector<CapacityRow> open_rows_first(std::vector<CapacityRow> rows);

}
