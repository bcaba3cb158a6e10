// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/walls.h"
#include "shared/domain/field_traits.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// An API or wall token as the journal knows it: that it exists, for whom, until when. Its
// digest lies in the secrets table.
struct Token {
    TokenId id {};
    std::string name {};
    std::vector<std::string> scopes {}; // intake:<source>, read, act, admin, wall
    std::optional<WallAudience> wall {};
    UserId created_by {};
    std::optional<Timestamp> expires_at {};
    bool revoked = false;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("created_by", self.created_by);
        visit("expires_at", self.expires_at);
        visit("id", self.id);
        visit("name", self.name, kText);
        visit("revoked", self.revoked);
        visit("scopes", self.scopes);
        visit("wall", self.wall);
    }
};

}
