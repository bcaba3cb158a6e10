// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_in_throttle.h"

#include "server/http/client_address.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

std::string pair_of(const std::string& account, const std::string& network)
{
    return account + '\n' + network;
}

}

Millis SignInThrottle::wait(const Table& table, const std::string& key, int free, Millis longest, Timestamp now)
{
    const auto found = table.find(key);
    if (found == table.end() || found->second.count <= free) {
        return Millis { 0 };
    }
    const int doublings = std::min(found->second.count - free - 1, 20);
    const Millis delay = std::min<Millis>(std::chrono::seconds { 1LL << doublings }, longest);
    // Never longer than the delay: the clock may have been set back since.
    return std::clamp(found->second.last + delay - now, Millis { 0 }, delay);
}

bool SignInThrottle::is_known(const std::string& account, const std::string& network, Timestamp now) const
{
    const auto places = places_.find(account);
    return places != places_.end()
        && std::any_of(places->second.known.begin(), places->second.known.end(),
            [&](const Known& known) { return known.network == network && now < known.at + kKnownFor; });
}

Millis SignInThrottle::wait(const std::string& account, const std::string& address, Timestamp now) const
{
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    const std::string pair = pair_of(account, network);
    if (is_known(account, network, now)) {
        return wait(pairs_, pair, kKnownTries, kLongestForAddress, now);
    }
    return std::max({ wait(pairs_, pair, kFreeTries, kLongestForAddress, now),
        wait(addresses_, network, kFreeTriesOfAddress, kLongestForAddress, now),
        wait(accounts_, account, kFreeTriesOfAccount, kLongestForAccount, now) });
}

void SignInThrottle::note(Table& table, const std::string& key, Timestamp now)
{
    if (table.size() >= kMaxTracked) {
        std::erase_if(table, [&](const auto& item) { return item.second.last + kForgottenAfter < now; });
    }
    if (table.size() >= kMaxTracked && !table.contains(key)) {
        table.erase(std::min_element(
            table.begin(), table.end(), [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
    }
    Failures& failures = table[key];
    failures.count = failures.last + kForgottenAfter < now ? 1 : failures.count + 1;
    failures.last = now;
}

void SignInThrottle::failed(const std::string& account, const std::string& address, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    note(pairs_, pair_of(account, network), now);
    note(accounts_, account, now);
    note(addresses_, network, now);
}

void SignInThrottle::take_back(Table& table, const std::string& key, int count)
{
    if (const auto found = table.find(key); found != table.end()) {
        found->second.count -= count;
        if (found->second.count <= 0) {
            table.erase(found);
        }
    }
}

void SignInThrottle::forgive(const std::string& account, const std::string& address)
{
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    const auto own = pairs_.find(pair_of(account, network));
    if (own == pairs_.end()) {
        return;
    }
    take_back(accounts_, account, own->second.count);
    take_back(addresses_, network, own->second.count);
    pairs_.erase(own);
}

void SignInThrottle::succeeded(const std::string& account, const std::string& address, Timestamp now)
{
    forgive(account, address);
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    Places& places = places_[account];
    std::erase_if(
        places.known, [&](const Known& known) { return known.network == network || known.at + kKnownFor <= now; });
    if (places.known.size() >= kMaxKnown) {
        places.known.erase(places.known.begin());
    }
    places.known.push_back({ network, now });
    places.fresh = true;
}

void SignInThrottle::load_known(const std::string& account, std::vector<Known> known)
{
    const std::lock_guard lock(mutex_);
    places_[account] = { std::move(known), false };
}

std::map<std::string, std::vector<SignInThrottle::Known>> SignInThrottle::take_known()
{
    const std::lock_guard lock(mutex_);
    std::map<std::string, std::vector<Known>> fresh;
    for (auto& [account, places] : places_) {
        if (std::exchange(places.fresh, false)) {
            fresh[account] = places.known;
        }
    }
    return fresh;
}

std::string wait_sentence(Millis wait)
{
    const auto seconds = (wait.count() + 999) / 1000;
    return "Too many tries; wait " + std::to_string(seconds) + " s and try again.";
}

}
