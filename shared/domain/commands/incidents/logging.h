// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/classification.h"
#include "shared/domain/field_traits.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

struct LogIncident {
    std::string title {};
    std::vector<ServiceId> services {};
    std::string category {};
    Level impact = Level::Medium;
    Level urgency = Level::Medium;
    bool security_relevant = false;
    PersonalData personal_data = PersonalData::Unknown;
    bool restricted = false;
    std::vector<AlertId> alerts {}; // first alert prefills title, services, started_at
    std::string reporter {};
    std::optional<Timestamp> started_at {};
    std::optional<Timestamp> detected_at {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alerts", self.alerts);
        visit("category", self.category);
        visit("detected_at", self.detected_at);
        visit("impact", self.impact);
        visit("personal_data", self.personal_data);
        visit("reporter", self.reporter);
        visit("restricted", self.restricted);
        visit("security_relevant", self.security_relevant);
        visit("services", self.services);
        visit("started_at", self.started_at);
        visit("title", self.title);
        visit("urgency", self.urgency);
    }
};

struct SetMembers {
    IncidentId incident {};
    bool restricted = true;
    std::vector<UserId> members {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("members", self.members, kDemanded);
        visit("restricted", self.restricted, kDemanded);
    }
};

}
