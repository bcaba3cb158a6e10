// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"
#include "shared/domain/labels.h"

#include <string>
#include <vector>

namespace watchfloor {

enum class Criticality { Low, Medium, High, Critical };
WATCHFLOOR_ENUM_TEXTS(Criticality, Critical, "low", "medium", "high", "critical");

// An alert that matches no service goes to this one, never away.
inline const ServiceId kUnknownService { "unknown" };

// To visitors a service's public name is its id as well, and this is any that has none: neither what we call it nor that
// it is another than the next is theirs to know.
inline const ServiceId kUnnamedService { "?" };

struct Service {
    ServiceId id {};
    std::string name {};
    std::string public_name {}; // business words, for the wall and the status page
    Criticality criticality = Criticality::Medium;
    std::string service_owner {};
    std::string business_owner {};
    std::vector<ServiceId> depends_on {};
    std::string supplier {};
    std::string support_number {};
    std::string on_call_group {};
    Labels match {}; // every label given must be equal on the alert; empty matches none

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("business_owner", self.business_owner, kText | kApart);
        visit("criticality", self.criticality, kOwnPeople);
        visit("depends_on", self.depends_on, kOwnPeople);
        visit("id", self.id, kEveryone);
        visit("match", self.match, kOwnPeople);
        visit("name", self.name, kText | kOwnPeople | kScreenedTogether);
        visit("on_call_group", self.on_call_group, kOwnPeople);
        visit("public_name", self.public_name, kText | kEveryone | kScreenedTogether);
        visit("service_owner", self.service_owner, kText | kApart);
        visit("supplier", self.supplier, kText | kApart);
        visit("support_number", self.support_number, kText | kApart);
    }
};

}
