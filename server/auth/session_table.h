// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/clock/clock.h"
#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/core/time.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

struct Session {
    UserId user {};
    Timestamp opened_at {};
    Timestamp expires_at {};
    Timestamp used_at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("expires_at", self.expires_at);
        visit("opened_at", self.opened_at);
        visit("used_at", self.used_at);
        visit("user", self.user);
    }
};

// Open sessions by the digest of their secret, as loaded from the secrets and kept beside them. A
// session ends at its time, and before that once nobody has used it for `idle` (0: never), as time passed: a clock
// that is set signs nobody out. Any thread.
class SessionTable {
public:
    // How far what is stored of a session's last use may lag behind.
    static constexpr Millis kUseWrittenAfter = std::chrono::minutes { 5 };

    SessionTable(Clock& clock, Millis idle) : clock_(clock), idle_(idle) { }

    void put(const std::string& digest, Session session);
    std::optional<Session> find(const std::string& digest, Timestamp now) const;
    // As find, and it was used.
    std::optional<Session> use(const std::string& digest, Timestamp now);
    bool erase(const std::string& digest);
    std::vector<std::string> of_user(const UserId& user) const;
    std::vector<std::string> expired(Timestamp now) const;
    // Sessions whose stored last use is too old, as they are to be stored.
    std::vector<std::pair<std::string, Session>> take_uses();

private:
    struct Open {
        Session session {};
        Timestamp stored_use {};
        Millis used_running {}; // the last use, by how long the clock had run
    };

    bool is_over(const Open& open, Timestamp now) const;

    Clock& clock_;
    const Millis idle_;
    mutable std::mutex mutex_;
    std::map<std::string, Open> sessions_;
};

// Tokens by the digest of their text, and when each was last used. Any thread.
class TokenTable {
public:
    void put(const std::string& digest, const TokenId& token);
    std::optional<TokenId> find(const std::string& digest) const;
    // Forgets the token; the digests of its text and its routing key.
    std::vector<std::string> erase(const TokenId& token);

    void used(const TokenId& token, Timestamp at);
    void load_use(const TokenId& token, Timestamp at);
    std::optional<Timestamp> last_use(const TokenId& token) const;
    // Uses since the last call, for the side table.
    std::vector<std::pair<TokenId, Timestamp>> take_uses();

private:
    struct Use {
        Timestamp at {};
        bool fresh = false;
    };
    mutable std::mutex mutex_;
    std::map<std::string, TokenId> tokens_;
    std::map<TokenId, Use> uses_;
};

}
