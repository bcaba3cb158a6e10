// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/people.h"
#include "shared/domain/entries/entry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// All that a rule may know besides the state. Time is the server's, the actor the session's.
struct Context {
    Timestamp now {};
    Actor actor {};
    std::uint64_t seen_seq = 0;
};

// An entry that decide wants; the sequencer adds seq, journal, recorded_at and salts.
struct Draft {
    Payload payload {};
    std::string subject {};
    Timestamp occurred_at {};
    Audience audience = Audience::Staff;
    std::optional<Duty> duty {};
};

// "scope" and "key", stored with the entries in one transaction; a second use is refused.
struct ClaimedKey {
    std::string scope {};
    std::string key {};
};

// A firing alert's life by one path; kept in a side table.
struct AlertLease {
    AlertId alert {};
    Timestamp until {};
};

struct Decision {
    std::vector<Draft> entries {};
    std::vector<ClaimedKey> keys {};
    std::vector<AlertLease> leases {};
    std::string created {};      // id of what was made, for the answer
    std::int64_t duplicates = 0; // reports that changed nothing
    std::int64_t muted = 0;
};

// An entry that occurred this long before it was recorded is marked late.
inline constexpr Millis kLateAfter = std::chrono::minutes { 5 };
// How far into the future a claimed time may lie: clocks differ a little.
inline constexpr Millis kFutureSlack = std::chrono::minutes { 1 };

}
