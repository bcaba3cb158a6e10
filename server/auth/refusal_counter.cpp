// SPDX-License-Identifier: Apache-2.0
#include "server/auth/refusal_counter.h"

namespace watchfloor {

std::optional<RecordSignInRefused> RefusalCounter::note(
    const std::string& account, const std::string& address, Timestamp now)
{
    const std::lock_guard lock(mutex_);
    if (counted_.empty() && beyond_ == 0) {
        minute_began_ = now;
    }
    const std::pair key { account, address };
    if (const auto found = counted_.find(key); found != counted_.end()) {
        ++found->second;
        return std::nullopt;
    }
    if (counted_.size() >= kFirstsPerMinute) {
        ++beyond_;
        return std::nullopt;
    }
    counted_[key] = 0;
    return RecordSignInRefused { account, address, 1 };
}

std::vector<RecordSignInRefused> RefusalCounter::take(Timestamp now)
{
    const std::lock_guard lock(mutex_);
    std::vector<RecordSignInRefused> due;
    if (now >= minute_began_ && now < minute_began_ + kInterval) {
        return due;
    }
    for (const auto& [pair, count] : counted_) {
        if (count > 0) {
            due.push_back({ pair.first, pair.second, count });
        }
    }
    if (beyond_ > 0) {
        due.push_back({ {}, {}, beyond_ });
    }
    counted_.clear();
    beyond_ = 0;
    return due;
}

}
