// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/revocation_list.h"
#include "server/journal/sqlite.h"

#include <cstdint>
#include <vector>

namespace watchfloor {

struct DroppedSecrets {
    std::uint64_t sessions = 0;
    std::vector<TokenId> tokens {};   // that the list says are revoked
    std::vector<UserId> users {};     // that it says are disabled, of those the backup knows
    std::vector<UserId> passwords {}; // of whom it says that another password was set since
};

// Takes out of a restored database what must let nobody in: every session and sign-in link, which may have been ended
// since; and of tokens, users and passwords what the list says. Within the caller's transaction. That a token is
// revoked and a user disabled then becomes part of the journal when a server opens it (auth.h).
Result<DroppedSecrets> drop_secrets(SqliteConnection& connection, const RevocationList& list);

}
