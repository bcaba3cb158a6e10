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

// The neighbourhood of a network_of(address).
std::string site_of(const std::string& network)
{
    return neighbourhood_of(network.substr(0, network.find('/')));
}

// The oldest of the neighbourhood that has the most, with the one that comes: a telephone that is somewhere else every
// hour does not drive out the desk.
std::vector<SignInThrottle::Known>::iterator first_to_forget(
    std::vector<SignInThrottle::Known>& known, const std::string& site)
{
    std::map<std::string, int> of_site { { site, 1 } };
    for (const auto& place : known) {
        ++of_site[site_of(place.network)];
    }
    return std::max_element(known.begin(), known.end(),
        [&](const auto& a, const auto& b) { return of_site[site_of(a.network)] < of_site[site_of(b.network)]; });
}

}

Millis SignInThrottle::wait_of(const Failures& failures, const Bound& bound, Timestamp now)
{
    if (failures.count <= bound.free) {
        return Millis { 0 };
    }
    const int doublings = std::clamp(failures.count - bound.free - 1, 0, 20);
    const Millis delay = std::min<Millis>(std::chrono::seconds { 1LL << doublings }, bound.longest);
    // Never longer than the delay: the clock may have been set back since.
    return std::clamp(failures.last + delay - now, Millis { 0 }, delay);
}

Millis SignInThrottle::own_wait(const Table& table, const std::string& key, const Bound& bound, Timestamp now)
{
    const auto found = table.own.find(key);
    return found == table.own.end() ? Millis { 0 } : wait_of(found->second, bound, now);
}

Millis SignInThrottle::wait(const Table& table, const std::string& key, const Bound& bound, Timestamp now)
{
    return table.full() && !table.own.contains(key)
        ? wait_of(table.beyond, { kFreeTriesBeyond, kLongestForAccount }, now)
        : own_wait(table, key, bound, now);
}

bool SignInThrottle::is_known(const std::string& account, const std::string& network, Timestamp now) const
{
    const auto places = places_.find(account);
    return places != places_.end()
        && std::any_of(places->second.known.begin(), places->second.known.end(),
            [&](const Known& known) { return known.network == network && now < known.at + kKnownFor; });
}

bool SignInThrottle::anybody_is_known(const std::string& network, Timestamp now) const
{
    return std::any_of(
        places_.begin(), places_.end(), [&](const auto& places) { return is_known(places.first, network, now); });
}

Millis SignInThrottle::wait(const std::string& account, const std::string& address, Timestamp now) const
{
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    const std::string pair = pair_of(account, network);
    if (is_known(account, network, now)) {
        return own_wait(pairs_, pair, { kKnownTries, kLongestForAddress }, now);
    }
    const Bound of_pair { kFreeTries, kLongestForAddress };
    const Bound of_address { kFreeTriesOfAddress, kLongestForAddress };
    const Bound of_account { kFreeTriesOfAccount, kLongestForAccount };
    if (anybody_is_known(network, now)) {
        return std::max({ own_wait(pairs_, pair, of_pair, now), own_wait(addresses_, network, of_address, now),
            own_wait(accounts_, account, of_account, now) });
    }
    return std::max({ wait(pairs_, pair, of_pair, now), wait(addresses_, network, of_address, now),
        wait(accounts_, account, of_account, now),
        wait(sites_, neighbourhood_of(address), { kFreeTriesOfSite, kLongestForAccount }, now) });
}

void SignInThrottle::add_one(Failures& failures, Timestamp now)
{
    failures.count = failures.last + kForgottenAfter < now ? 1 : failures.count + 1;
    failures.last = now;
}

// Whoever is known has a place at any time: there are few of them.
void SignInThrottle::note(Table& table, const std::string& key, bool known, Timestamp now)
{
    if (table.full() && std::chrono::abs(now - table.tidied_at) >= kTidiedAfter) {
        table.tidied_at = now;
        std::erase_if(table.own, [&](const auto& item) { return item.second.last + kForgottenAfter < now; });
    }
    const bool has_place = known || !table.full() || table.own.contains(key);
    add_one(has_place ? table.own[key] : table.beyond, now);
}

void SignInThrottle::failed(const std::string& account, const std::string& address, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    note(pairs_, pair_of(account, network), is_known(account, network, now), now);
    note(accounts_, account, false, now);
    note(addresses_, network, false, now);
    note(sites_, neighbourhood_of(address), false, now);
}

void SignInThrottle::take_back(Table& table, const std::string& key, int count)
{
    if (const auto found = table.own.find(key); found != table.own.end()) {
        found->second.count -= count;
        if (found->second.count <= 0) {
            table.own.erase(found);
        }
    }
}

void SignInThrottle::forgive(const std::string& account, const std::string& address)
{
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    const auto own = pairs_.own.find(pair_of(account, network));
    if (own == pairs_.own.end()) {
        return;
    }
    take_back(accounts_, account, own->second.count);
    take_back(addresses_, network, own->second.count);
    take_back(sites_, neighbourhood_of(address), own->second.count);
    pairs_.own.erase(own);
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
        places.known.erase(first_to_forget(places.known, site_of(network)));
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
