// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"
#include "shared/domain/commands/people.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// Which refused sign-ins become entries: the first of each account and address at once, the rest
// counted once a minute. New pairs are limited too, so that strangers cannot force writes. Any thread.
class RefusalCounter {
public:
    static constexpr std::size_t kFirstsPerMinute = 20;
    static constexpr Millis kInterval = std::chrono::minutes { 1 };

    // What to record at once, if anything.
    std::optional<RecordSignInRefused> note(const std::string& account, const std::string& address, Timestamp now);

    // What was counted in the minutes that are over; call every few seconds.
    std::vector<RecordSignInRefused> take(Timestamp now);

private:
    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, std::int64_t> counted_;
    std::int64_t beyond_ = 0; // of pairs that found no room
    Timestamp minute_began_ {};
};

}
