// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/incident.h"
#include "shared/domain/field_lists.h"

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct IncidentLogged {
    static constexpr std::string_view kind = "incident.logged";
    static constexpr int version = 1;
    Incident incident {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.incident);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.incident);
    }
};

// Who reported it, as given; never sent to a wall.
struct ReporterNamed {
    static constexpr std::string_view kind = "incident.reporter_named";
    static constexpr int version = 1;
    IncidentId incident {};
    std::string reporter {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reporter", self.reporter);
    }
};

struct MembersSet {
    static constexpr std::string_view kind = "incident.members_set";
    static constexpr int version = 1;
    IncidentId incident {};
    bool restricted = false;
    std::vector<UserId> members {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
        visit("members", self.members);
        visit("restricted", self.restricted);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
