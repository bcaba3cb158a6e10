// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <string>

namespace watchfloor {

enum class UpdateAudience { Internal, Customers, Executives, Regulator };
WATCHFLOOR_ENUM_TEXTS(UpdateAudience, Regulator, "internal", "customers", "executives", "regulator");

// The last published update of an audience, and the last one of what was written behind closed doors.
struct StatusUpdate {
    UpdateAudience audience = UpdateAudience::Internal;
    std::string text {};
    Timestamp published_at {};
    UserId published_by {};
    bool inside = false; // for nobody outside: written behind closed doors, or said before them and not again since

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("audience", self.audience, kWalls);
        visit("inside", self.inside, kRoom);
        visit("published_at", self.published_at, kWalls);
        visit("published_by", self.published_by, kRoom);
        visit("text", self.text, kText | kWalls | kScreened);
    }
};

// Words that are to leave the house, as one offers them to another person who may release them. Until then they are the
// staff's: no wall and nobody outside has them.
struct OfferedUpdate {
    UpdateAudience audience = UpdateAudience::Customers;
    std::string text {};
    UserId offered_by {};
    UserId offered_to {};
    Timestamp offered_at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("audience", self.audience);
        visit("offered_at", self.offered_at);
        visit("offered_by", self.offered_by);
        visit("offered_to", self.offered_to);
        visit("text", self.text, kText);
    }
};

// Whether everybody outside may read it: on the status page and on visitors' walls.
inline bool is_told_outside(const StatusUpdate& update)
{
    return update.audience == UpdateAudience::Customers && !update.inside && !update.text.empty();
}

}
