// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"
#include "shared/domain/visibility/visibility.h"

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Who a request comes from, as session, token or neither says.
struct Principal {
    enum class Kind { Nobody, Session, Token, Wall };

    Kind kind = Kind::Nobody;
    UserId user {}; // of a session, or who made the token
    TokenId token {};
    std::vector<std::string> scopes {}; // of a token
    WallAudience wall = WallAudience::Visitor;
    std::string session_id {}; // names the session or token for the live hub; no secret

    bool may(std::string_view scope) const;
    // The sources a token may deliver for: "x" of "intake:x".
    std::vector<std::string> intake_sources() const;
};

// The actor whose deeds a request's entries are. Roles are read from the main journal's state at
// this moment, so that a change of roles takes effect at once. A token that a user made acts as
// that user, one made on the command line as itself.
Actor actor_of(const Principal& principal, const State& main);

// Whether there is anybody: a user who is gone or disabled is nobody.
bool still_valid(const Principal& principal, const State& main, Timestamp now);

// What the principal may see of a journal whose state is `state`.
Visibility sight_for(const Principal& principal, const State& main, const State& state);

// The key under which equal viewers share frames; a room wall that was switched shares with visitors.
std::string visibility_key(const Visibility& viewer, const State& state);
Visibility visibility_from_key(std::string_view key);

// A short name of that key, for a client that keeps what it was shown: who comes back with another one holds what
// others may see.
std::string sight_mark(const Visibility& viewer, const State& state);

}
