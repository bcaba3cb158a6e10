// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"

#include <chrono>
#include <cstdint>

namespace watchfloor {

// Keeps the stream's status from what happens to it. A stream that stays silent for kLiveSilence is
// lost, whatever the connection says.
class LiveMonitor {
public:
    using Instant = std::chrono::steady_clock::time_point;

    void connecting(Instant now);
    void opened(Instant now);
    void heard(Instant now);
    void lost(Instant now);
    void closed(Instant now);
    // True if silence turned it to Lost just now.
    bool check_silence(Instant now);

    const LiveStatus& status() const { return status_; }

private:
    void enter(LiveState state, Instant now);

    LiveStatus status_;
};

// How long to wait before the next attempt: doubles from 0.5 s to 8 s, of which `random` (0…65535)
// takes up to half away, so that a restarted server is not met by everybody at once.
std::chrono::milliseconds reconnect_delay(int failed_attempts, std::uint16_t random);

}
