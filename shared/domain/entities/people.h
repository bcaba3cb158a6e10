// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <algorithm>
#include <string>
#include <vector>

namespace watchfloor {

enum class SystemRole {
    Reporter,
    ServiceDesk,
    Resolver,
    IncidentManager,
    CapacityManager,
    MaintenancePlanner,
    Maintainer,
    EvidenceCustodian,
    ComplianceOfficer,
    Executive,
    Auditor,
    Administrator
};
WATCHFLOOR_ENUM_TEXTS(SystemRole, Administrator, "reporter", "service_desk", "resolver", "incident_manager",
    "capacity_manager", "maintenance_planner", "maintainer", "evidence_custodian", "compliance_officer", "executive",
    "auditor", "administrator");

// Every struct that crosses the journal or the wire names its fields once, in `fields`; the
// codec in shared/wire reads and writes whatever is named there.

struct User {
    UserId id {};
    std::string name {}; // display name
    std::vector<SystemRole> roles {};
    bool disabled = false;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("disabled", self.disabled, kRoom);
        visit("id", self.id, kRoom);
        visit("name", self.name, kText | kRoom | kScreened);
        visit("roles", self.roles, kRoom);
    }
};

// Who acts, as the session or token says; never taken from a request body.
struct Actor {
    UserId user {};
    std::vector<SystemRole> roles {};
    bool system = false; // timers, intake and the command line

    bool has(SystemRole role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
};

// Whether the actor belongs to the room: anyone with more than a reporter's role.
inline bool is_staff(const Actor& actor)
{
    return actor.system || std::any_of(actor.roles.begin(), actor.roles.end(), [](SystemRole role) {
        return role != SystemRole::Reporter;
    });
}

}
