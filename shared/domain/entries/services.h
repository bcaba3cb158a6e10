// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/services.h"
#include "shared/domain/field_lists.h"

#include <string>
#include <string_view>

namespace watchfloor {

// What the room may know of a service; who stands behind it is in ServiceContactsSet.
struct ServiceSet {
    static constexpr std::string_view kind = "service.set";
    static constexpr int version = 1;
    Service service {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.service);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.service);
    }
};

// Names and telephone numbers behind a service; no wall receives them.
struct ServiceContactsSet {
    static constexpr std::string_view kind = "service.contacts_set";
    static constexpr int version = 1;
    Service service {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("service", self.service.id);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_apart_of(visit, self.service);
    }
};

}
