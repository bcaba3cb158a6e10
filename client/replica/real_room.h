// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/core/time.h"
#include "shared/wire/room_summary.h"

#include <optional>

namespace watchfloor {

// What the main journal's room looks like while this console shows an exercise. One request at a time, at most one
// every kEvery, and none while nobody draws. Single-threaded.
class RealRoom {
public:
    explicit RealRoom(Transport& transport) : transport_(transport) { }

    // Once a frame while an exercise is shown. `now` is the machine's own time, not the exercise's.
    void update(Timestamp now);
    void clear();

    // Nothing where the server has not said it lately: an old figure would pass for a new one.
    std::optional<RoomSummary> summary(Timestamp now) const;
    // No answer yet, good or bad, and still in time for one.
    bool awaited(Timestamp now) const { return !summary_ && !failed_ && now - began_at_ < kBelieved; }

private:
    void ask();

    static constexpr std::chrono::seconds kEvery { 5 };
    static constexpr std::chrono::seconds kBelieved { 15 };

    Transport& transport_;
    std::optional<RoomSummary> summary_ {};
    Timestamp now_ {};
    Timestamp began_at_ {};
    Timestamp asked_at_ {};
    Timestamp heard_at_ {};
    bool failed_ = false;
    bool asking_ = false;
    bool begun_ = false;
};

}
