// SPDX-License-Identifier: Apache-2.0
#include "server/auth/pairing_desk.h"

#include "server/auth/token_text.h"
#include "server/clock/clock.h"
#include "server/http/client_address.h"

#include <algorithm>
#include <sodium.h>
#include <tuple>

namespace watchfloor {
namespace {

// Twenty letters that no two people read differently; without vowels no code is a word.
constexpr std::string_view kLetters = "BCDFGHJKLMNPQRSTVWXZ";
constexpr std::size_t kCodeLength = 8;

std::string random_code()
{
    std::string code;
    for (std::size_t i = 0; i < kCodeLength; ++i) {
        code.push_back(kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))]);
    }
    return code;
}

}

void PairingDesk::forget_expired(Timestamp now)
{
    std::erase_if(waiting_, [&](const auto& item) { return item.second.expires_at <= now; });
    std::erase_if(tries_, [&](const auto& item) { return std::chrono::abs(now - item.second.since) >= kLifetime; });
}

std::size_t PairingDesk::shown_at(const std::string& network) const
{
    const auto here = std::count_if(
        waiting_.begin(), waiting_.end(), [&](const auto& item) { return item.second.network == network; });
    return static_cast<std::size_t>(here);
}

std::size_t PairingDesk::shown_around(const std::string& site) const
{
    const auto there
        = std::count_if(waiting_.begin(), waiting_.end(), [&](const auto& item) { return item.second.site == site; });
    return static_cast<std::size_t>(there);
}

bool PairingDesk::make_room(const std::string& comer)
{
    const auto rank = [&](const Waiting& waiting) {
        return std::tuple { shown_around(waiting.site), shown_at(waiting.network), waiting.network == comer,
            -waiting.expires_at.millis };
    };
    auto first = waiting_.end();
    for (auto item = waiting_.begin(); item != waiting_.end(); ++item) {
        const bool stays = item->second.claimed;
        if (!stays && (first == waiting_.end() || rank(item->second) > rank(first->second))) {
            first = item;
        }
    }
    if (first == waiting_.end()) {
        return false;
    }
    waiting_.erase(first);
    return true;
}

Result<Pairing> PairingDesk::begin(const std::string& address, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    forget_expired(now);
    const std::string network = network_of(address);
    if (shown_at(network) >= kMaxPerAddress || (waiting_.size() >= kMaxWaiting && !make_room(network))) {
        return Error { ErrorCode::TooMany, "Too many displays wait to be paired; wait ten minutes and try again." };
    }
    Pairing pairing { random_code(), random_secret(), now + kLifetime };
    while (waiting_.contains(pairing.code)) {
        pairing.code = random_code();
    }
    waiting_[pairing.code]
        = { secret_digest(pairing.secret), network, neighbourhood_of(address), pairing.expires_at, false, {} };
    return pairing;
}

Result<void> PairingDesk::claim(const std::string& code, const UserId& by, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    forget_expired(now);
    Tries& tries = tries_.try_emplace(by, Tries { 0, now }).first->second;
    if (tries.wrong >= kTries) {
        return Error { ErrorCode::TooMany, "You typed five wrong codes; wait ten minutes." };
    }
    const auto found = waiting_.find(code);
    if (found == waiting_.end() || found->second.claimed) {
        ++tries.wrong;
        return Error { ErrorCode::NotFound, "No display shows this code; read it again, or start the pairing anew." };
    }
    found->second.claimed = true;
    return {};
}

void PairingDesk::approve(const std::string& code, std::string token_text, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    forget_expired(now);
    if (const auto found = waiting_.find(code); found != waiting_.end()) {
        found->second.claimed = true;
        found->second.token_text = std::move(token_text);
    }
}

void PairingDesk::release(const std::string& code)
{
    const std::lock_guard lock(mutex_);
    if (const auto found = waiting_.find(code); found != waiting_.end() && found->second.token_text.empty()) {
        found->second.claimed = false;
    }
}

Result<std::optional<std::string>> PairingDesk::redeem(const std::string& secret, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    forget_expired(now);
    const std::string digest = secret_digest(secret);
    const auto found = std::find_if(
        waiting_.begin(), waiting_.end(), [&](const auto& item) { return item.second.secret_digest == digest; });
    if (found == waiting_.end()) {
        return Error { ErrorCode::NotFound, "This pairing is over; start a new one." };
    }
    if (found->second.token_text.empty()) {
        return std::optional<std::string> {};
    }
    std::optional<std::string> token { std::move(found->second.token_text) };
    waiting_.erase(found);
    return token;
}

}
