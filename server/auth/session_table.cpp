// SPDX-License-Identifier: Apache-2.0
#include "server/auth/session_table.h"

#include <algorithm>

namespace watchfloor {

void SessionTable::put(const std::string& digest, Session session)
{
    const std::lock_guard lock(mutex_);
    const Timestamp stored = session.used_at;
    const Millis unused = std::max(clock_.now() - stored, Millis { 0 });
    sessions_[digest] = { std::move(session), stored, clock_.running() - unused };
}

bool SessionTable::is_over(const Open& open, Timestamp now) const
{
    return open.session.expires_at <= now || (idle_ > Millis { 0 } && clock_.running() - open.used_running >= idle_);
}

std::optional<Session> SessionTable::find(const std::string& digest, Timestamp now) const
{
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(digest);
    if (found == sessions_.end() || is_over(found->second, now)) {
        return std::nullopt;
    }
    return found->second.session;
}

std::optional<Session> SessionTable::use(const std::string& digest, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(digest);
    if (found == sessions_.end() || is_over(found->second, now)) {
        return std::nullopt;
    }
    found->second.session.used_at = std::max(found->second.session.used_at, now);
    found->second.used_running = clock_.running();
    return found->second.session;
}

bool SessionTable::erase(const std::string& digest)
{
    const std::lock_guard lock(mutex_);
    return sessions_.erase(digest) > 0;
}

std::vector<std::string> SessionTable::of_user(const UserId& user) const
{
    const std::lock_guard lock(mutex_);
    std::vector<std::string> digests;
    for (const auto& [digest, open] : sessions_) {
        if (open.session.user == user) {
            digests.push_back(digest);
        }
    }
    return digests;
}

std::vector<std::string> SessionTable::expired(Timestamp now) const
{
    const std::lock_guard lock(mutex_);
    std::vector<std::string> digests;
    for (const auto& [digest, open] : sessions_) {
        if (is_over(open, now)) {
            digests.push_back(digest);
        }
    }
    return digests;
}

std::vector<std::pair<std::string, Session>> SessionTable::take_uses()
{
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<std::string, Session>> due;
    for (auto& [digest, open] : sessions_) {
        if (open.session.used_at - open.stored_use >= kUseWrittenAfter) {
            due.emplace_back(digest, open.session);
            open.stored_use = open.session.used_at;
        }
    }
    return due;
}

void TokenTable::put(const std::string& digest, const TokenId& token)
{
    const std::lock_guard lock(mutex_);
    tokens_[digest] = token;
}

std::optional<TokenId> TokenTable::find(const std::string& digest) const
{
    const std::lock_guard lock(mutex_);
    const auto found = tokens_.find(digest);
    return found == tokens_.end() ? std::nullopt : std::optional { found->second };
}

std::vector<std::string> TokenTable::erase(const TokenId& token)
{
    const std::lock_guard lock(mutex_);
    std::vector<std::string> digests;
    for (const auto& [digest, id] : tokens_) {
        if (id == token) {
            digests.push_back(digest);
        }
    }
    for (const std::string& digest : digests) {
        tokens_.erase(digest);
    }
    uses_.erase(token);
    return digests;
}

void TokenTable::used(const TokenId& token, Timestamp at)
{
    const std::lock_guard lock(mutex_);
    uses_[token] = { at, true };
}

void TokenTable::load_use(const TokenId& token, Timestamp at)
{
    const std::lock_guard lock(mutex_);
    uses_[token] = { at, false };
}

std::optional<Timestamp> TokenTable::last_use(const TokenId& token) const
{
    const std::lock_guard lock(mutex_);
    const auto found = uses_.find(token);
    return found == uses_.end() ? std::nullopt : std::optional { found->second.at };
}

std::vector<std::pair<TokenId, Timestamp>> TokenTable::take_uses()
{
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<TokenId, Timestamp>> fresh;
    for (auto& [token, use] : uses_) {
        if (use.fresh) {
            fresh.emplace_back(token, use.at);
            use.fresh = false;
        }
    }
    return fresh;
}

}
