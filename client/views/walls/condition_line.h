// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/views/walls/wall_majors.h"
#include "client/views/walls/wall_type.h"

#include <string>
#include <vector>

namespace watchfloor {

// Something that everybody in the room has to know before they read anything else.
struct WallCondition {
    Severity severity = Severity::Critical;
    std::string name {};                   // "NO COMMANDER": what stands large
    std::vector<std::string> concerned {}; // the services, worst first, or what else there is to say
    bool urgent = true;
    bool brief = false; // never the largest of all, whatever else there is

    // "NO COMMANDER: Payments, Core network".
    std::string words() const;
};

// What is true of the link, the record, the room and its majors, the worst first; one for all majors it is true of.
std::vector<WallCondition> wall_conditions(const ViewInput& input, const std::vector<WallMajor>& majors);

// The worst larger than anything else on the wall, the others below it.
struct ConditionLayout {
    WallLayout pieces {};
    Severity worst = Severity::Critical;
    float indent = 0; // left of the pieces: the band's bar
};
ConditionLayout lay_out_conditions(const std::vector<WallCondition>& conditions, float width);

// Draws the band at the cursor; nothing where nothing is the matter.
void draw_conditions(const std::vector<WallCondition>& conditions, const ConditionLayout& layout);

}
