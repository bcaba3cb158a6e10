// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/clocks.h"
#include "shared/domain/entities/incidents/states.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace watchfloor {

// What a timer found. Each is raised once per (incident, alarm, clock, cycle).
struct AlarmRaised {
    static constexpr std::string_view kind = "incident.alarm_raised";
    static constexpr int version = 2; // 2: command_regained
    IncidentId incident {};
    Alarm alarm = Alarm::TargetBreached;
    std::optional<ClockKind> clock {};
    std::int64_t cycle = 0;
    Timestamp due_at {};
    std::int64_t rule_version = 1;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("alarm", self.alarm);
        visit("clock", self.clock);
        visit("cycle", self.cycle);
        visit("due_at", self.due_at);
        visit("incident", self.incident);
        visit("rule_version", self.rule_version);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
