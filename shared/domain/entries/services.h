// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/services.h"
#include "shared/domain/split_fields.h"

#include <array>
#include <string>
#include <string_view>

namespace watchfloor {

// What the room may know of a service; who stands behind it is in ServiceContactsSet.
struct ServiceSet {
    static constexpr std::string_view kind = "service.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 2> text_names { "name", "public_name" };
    static constexpr std::array<std::string_view, 6> not_facts { "business_owner", "name", "public_name",
        "service_owner", "supplier", "support_number" };
    Service service {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.service, not_facts);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.service, text_names);
    }
};

// Names and telephone numbers behind a service; no wall receives them.
struct ServiceContactsSet {
    static constexpr std::string_view kind = "service.contacts_set";
    static constexpr int version = 1;
    ServiceId service {};
    std::string business_owner {};
    std::string service_owner {};
    std::string supplier {};
    std::string support_number {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("service", self.service);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("business_owner", self.business_owner);
        visit("service_owner", self.service_owner);
        visit("supplier", self.supplier);
        visit("support_number", self.support_number);
    }
};

}
