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

// Whether everybody outside may read it: on the status page and on visitors' walls.
inline bool is_told_outside(const StatusUpdate& update)
{
    return update.audience == UpdateAudience::Customers && !update.inside && !update.text.empty();
}

}
