// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/entities/walls.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Who the caller is and what the server would let them do.
struct MeAnswer {
    std::optional<WallDisplay> display {}; // of a wall: which one it is, and as it was set up when this was asked
    std::string journal_identity {};       // of main
    std::string kind {};                   // session, token or wall
    std::vector<SystemRole> roles {};
    std::vector<std::string> scopes {};
    Timestamp server_time {};
    std::string sight {}; // what may be seen of main, as the mark of its state
    UserId user {};
    std::string user_name {};
    std::string version {}; // of the server
    std::optional<WallAudience> wall {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("display", self.display);
        visit("journal_identity", self.journal_identity);
        visit("kind", self.kind);
        visit("roles", self.roles);
        visit("scopes", self.scopes);
        visit("server_time", self.server_time);
        visit("sight", self.sight);
        visit("user", self.user);
        visit("user_name", self.user_name);
        visit("version", self.version);
        visit("wall", self.wall);
    }
};

}
