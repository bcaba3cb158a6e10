// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/classification.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Triage and every later correction: fields that are set replace, the rest stays.
struct ClassifyIncident {
    IncidentId incident {};
    std::int64_t version = 0;
    std::optional<std::string> category {};
    std::optional<std::vector<ServiceId>> services {};
    std::optional<Level> impact {};
    std::optional<Level> urgency {};
    std::optional<bool> security_relevant {};
    std::optional<PersonalData> personal_data {};
    std::optional<IncidentSeverity> severity {};
    std::optional<std::string> headline {};
    std::string reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("category", self.category);
        visit("headline", self.headline);
        visit("impact", self.impact);
        visit("personal_data", self.personal_data);
        visit("reason", self.reason);
        visit("security_relevant", self.security_relevant);
        visit("services", self.services);
        visit("severity", self.severity);
        visit("urgency", self.urgency);
        visit("version", self.version);
    }
};

}
