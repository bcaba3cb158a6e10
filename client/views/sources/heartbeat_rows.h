// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/controls/badges.h"
#include "shared/domain/state/state.h"
#include "shared/wire/source_counts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// One heartbeat of a source, ready to be drawn.
struct HeartbeatRow {
    SourceId source {};
    Labels labels {};
    std::string name {};
    std::string state {};    // "missed for 04:17", "as expected", "interval unknown yet"
    std::string age {};      // since it last fired
    std::string interval {}; // "every 4h, learnt, not confirmed"
    Severity severity = Severity::Normal;
    std::int64_t said_seconds = 0; // as a person said, and as learnt; 0: not
    std::int64_t learnt_seconds = 0;
    bool retired = false;
};

// Missed ones first, otherwise by source and name.
std::vector<HeartbeatRow> heartbeat_rows(const State& state, const std::vector<SourceCounts>& counts, Timestamp now);

// "4h", "5 min", "1h 30m", "90s" in seconds; nothing for what cannot be read, and for more than the rules take.
std::optional<std::int64_t> read_interval(std::string_view text);
// As read_interval reads it: "1h 30m".
std::string write_interval(std::int64_t seconds);
// What is proposed for a learnt one: repeats come a little late, and nobody means that.
std::int64_t rounded_interval(std::int64_t learnt_seconds);

}
