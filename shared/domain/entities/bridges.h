// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/field_traits.h"

#include <string>

namespace watchfloor {

// A conference bridge. Link, number and PIN never leave for a wall.
struct Bridge {
    BridgeId id {};
    std::string name {};
    std::string link {};
    std::string number {};
    std::string pin {};
    IncidentId in_use_by {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("id", self.id, kRoom);
        visit("in_use_by", self.in_use_by, kFolded | kRoom);
        visit("link", self.link, kText | kApart);
        visit("name", self.name, kText | kRoom | kScreened);
        visit("number", self.number, kText | kApart);
        visit("pin", self.pin, kText | kApart);
    }
};

}
