// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/priority.h"

#include <algorithm>

namespace watchfloor {

Priority priority_of(Level impact, Level urgency, bool security_relevant)
{
    // Each step down in impact or urgency is one step down in priority.
    const int steps = 2 * static_cast<int>(Level::High) - static_cast<int>(impact) - static_cast<int>(urgency);
    const auto priority = static_cast<Priority>(steps);
    const bool floored = security_relevant && impact == Level::High;
    return floored ? std::min(priority, Priority::P2) : priority;
}

}
