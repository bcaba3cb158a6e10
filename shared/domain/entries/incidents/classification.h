// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/classification.h"
#include "shared/domain/entities/incidents/clocks.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct IncidentClassified {
    static constexpr std::string_view kind = "incident.classified";
    static constexpr int version = 1;
    IncidentId incident {};
    std::string category {};
    std::vector<ServiceId> services {};
    Level impact = Level::Medium;
    Level urgency = Level::Medium;
    Priority priority = Priority::P3;
    std::int64_t matrix_version = 1;
    bool security_relevant = false;
    PersonalData personal_data = PersonalData::Unknown;
    std::vector<TargetClock> clocks {};
    std::vector<std::string> fill_later {};
    std::string reason {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("category", self.category);
        visit("clocks", self.clocks);
        visit("fill_later", self.fill_later);
        visit("impact", self.impact);
        visit("incident", self.incident);
        visit("matrix_version", self.matrix_version);
        visit("personal_data", self.personal_data);
        visit("priority", self.priority);
        visit("security_relevant", self.security_relevant);
        visit("services", self.services);
        visit("urgency", self.urgency);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reason", self.reason);
    }
};

struct SeveritySet {
    static constexpr std::string_view kind = "incident.severity_set";
    static constexpr int version = 1;
    IncidentId incident {};
    IncidentSeverity severity = IncidentSeverity::Sev3;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
        visit("severity", self.severity);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct HeadlineSet {
    static constexpr std::string_view kind = "incident.headline_set";
    static constexpr int version = 1;
    IncidentId incident {};
    std::string headline {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("headline", self.headline);
    }
};

}
