// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_in_throttle.h"

#include <algorithm>

namespace watchfloor {

Millis SignInThrottle::wait(const Table& table, const std::string& key, Millis longest, Timestamp now)
{
    const auto found = table.find(key);
    if (found == table.end() || found->second.count <= kFreeTries) {
        return Millis { 0 };
    }
    const int doublings = std::min(found->second.count - kFreeTries - 1, 20);
    const Millis delay = std::min<Millis>(std::chrono::seconds { 1LL << doublings }, longest);
    return std::max(Millis { 0 }, found->second.last + delay - now);
}

Millis SignInThrottle::wait(const std::string& account, const std::string& address, Timestamp now) const
{
    const std::lock_guard lock(mutex_);
    return std::max(
        wait(accounts_, account, kLongestForAccount, now), wait(addresses_, address, kLongestForAddress, now));
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
    note(accounts_, account, now);
    note(addresses_, address, now);
}

void SignInThrottle::succeeded(const std::string& account, const std::string& address)
{
    const std::lock_guard lock(mutex_);
    accounts_.erase(account);
    addresses_.erase(address);
}

}
