// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/core/time.h"
#include "shared/wire/requests/walls.h"

#include <optional>
#include <string>

namespace watchfloor {

// Tells the server what this wall display is like, when that changes and whenever the stream comes back: the desk
// lists it. A server that does not take it is left alone. Single-threaded.
class WallReport {
public:
    static constexpr Millis kRetry { 5'000 };

    explicit WallReport(Transport& transport) : transport_(transport) { }

    // Once a frame. `now` is the machine's own time.
    void update(bool live, WallReportRequest present, Timestamp now);
    // The display was asked for a test: sounds once for each, and says so from then on. `sound` tells whether the tone
    // was handed to a device.
    void take_test(const std::string& test, bool (*sound)());

private:
    Transport& transport_;
    std::optional<WallReportRequest> told_ {};
    std::optional<Timestamp> asked_at_ {};
    std::string tested_ {};
    bool sounded_ = false;
    bool asking_ = false;
    bool was_live_ = false;
};

}
