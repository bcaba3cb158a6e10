// SPDX-License-Identifier: Apache-2.0
#include "server/app/drill_scenario.h"

namespace watchfloor {
namespace {

std::int64_t parts_of(const DrillStep& step)
{
    return (step.alert ? 1 : 0) + (step.change ? 1 : 0) + (step.crossing ? 1 : 0) + (step.incident ? 1 : 0)
        + (step.note ? 1 : 0);
}

}

Result<DrillScenario> parse_scenario(std::string_view text)
{
    ASSIGN_OR_RETURN(DrillScenario scenario, from_json<DrillScenario>(text));
    if (scenario.id.empty() || scenario.steps.empty() || scenario.steps.size() > kMostDrillSteps) {
        return Error { ErrorCode::Malformed, "A scenario has an id and 1 to 500 steps." };
    }
    std::int64_t last = 0;
    for (const DrillStep& step : scenario.steps) {
        if (parts_of(step) != 1 || step.at_seconds < last || step.at_seconds > kLongestDrillSeconds) {
            return Error { ErrorCode::Malformed,
                "A scenario's steps each do one thing, in order of time, within two hours." };
        }
        last = step.at_seconds;
    }
    return scenario;
}

}
