// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/auth.h"
#include "server/clock/clock.h"
#include "server/live/live_hub.h"
#include "server/sequencer/sequencer.h"
#include "shared/core/result.h"
#include "shared/wire/answers/walls.h"
#include "shared/wire/requests/walls.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// By which its streams are known to the live hub.
std::string session_of_wall(const TokenId& wall);

// Which wall displays watch, and since when one that was let in does not: a dark wall says nothing itself. Nothing of
// it is in the journal; a wall's last use, which outlives the process, says when it was seen before a restart. Any
// thread.
class WallWatch {
public:
    // So long may one be gone: it is loaded anew, or its network hiccups.
    static constexpr Millis kDarkAfter { 60'000 };
    // How far what is kept of a wall's last use may lag behind while it watches.
    static constexpr Millis kUseNotedAfter = std::chrono::minutes { 5 };

    WallWatch(Sequencer& main, LiveHub& hub, Auth& auth, Clock& clock);

    // Sees who is there; every second or so.
    void look();
    // What the wall says of itself; kept while the process lives.
    void describe(const TokenId& wall, const WallReportRequest& said);
    // What to tell this one wall, so that it shows its test picture and sounds; what it says then is in the list.
    // Conflict where nobody would see it.
    Result<WallTest> begin_test(const TokenId& wall);
    // Those that are let in, by id.
    std::vector<WallSummary> list() const;
    // The dark ones among them, by id. Not the one that never was there: somebody is still setting it up.
    DarkWalls dark() const;

private:
    struct Said {
        WallReportRequest report {};
        std::optional<Timestamp> tested_at {};
    };
    struct Seen {
        Millis running {}; // by the clock's running(): no clock that is set makes a wall dark
        std::optional<Timestamp> at {};
        bool watching = false;
    };

    std::optional<Timestamp> dark_since(const TokenId& wall) const;

    Sequencer& main_;
    LiveHub& hub_;
    Auth& auth_;
    Clock& clock_;
    const Millis started_;
    mutable std::mutex mutex_;
    std::map<TokenId, Seen> seen_;
    std::map<TokenId, Said> said_;
    std::map<TokenId, std::string> asked_; // the test that a wall was asked for last
};

}
