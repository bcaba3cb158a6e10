// SPDX-License-Identifier: Apache-2.0
#include "client/platform/live_monitor.h"

#include <algorithm>

namespace watchfloor {

void LiveMonitor::enter(LiveState state, Instant now)
{
    if (status_.state != state) {
        status_.state = state;
        status_.since = now;
    }
}

void LiveMonitor::connecting(Instant now)
{
    // A lost stream stays lost on the screens until it is open again.
    if (status_.state == LiveState::Closed) {
        status_.last_heard = now;
        enter(LiveState::Connecting, now);
    }
}

void LiveMonitor::opened(Instant now)
{
    status_.last_heard = now;
    status_.failed_attempts = 0;
    enter(LiveState::Open, now);
}

void LiveMonitor::heard(Instant now)
{
    opened(now);
}

void LiveMonitor::lost(Instant now)
{
    if (status_.state != LiveState::Closed) {
        ++status_.failed_attempts;
        enter(LiveState::Lost, now);
    }
}

void LiveMonitor::closed(Instant now)
{
    enter(LiveState::Closed, now);
}

bool LiveMonitor::check_silence(Instant now)
{
    const bool expects = status_.state == LiveState::Open || status_.state == LiveState::Connecting;
    if (!expects || now - status_.last_heard < kLiveSilence) {
        return false;
    }
    lost(now);
    return true;
}

std::chrono::milliseconds reconnect_delay(int failed_attempts, std::uint16_t random)
{
    constexpr std::int64_t first = 500;
    constexpr std::int64_t longest = 8000;
    const std::int64_t whole = std::min(longest, first << std::clamp(failed_attempts, 0, 6));
    return std::chrono::milliseconds { whole - whole / 2 * random / 65536 };
}

}
