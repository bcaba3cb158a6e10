// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// "event: …\ndata: …\n\n"; every line of the data gets its own prefix, so data never ends a frame.
// With an id the client that comes back by itself goes on behind it.
std::string sse_event(std::string_view event, std::string_view data, std::string_view id = {});

// The head of a stream's answer, with the time after which a browser reconnects.
std::string sse_response_head(std::chrono::milliseconds retry);

// {"time":"…Z","utc_millis":…,"head":…,"journal":"<id>"}
std::string clock_data(std::int64_t utc_millis, std::uint64_t head, std::string_view journal_id);

// {"reason":"…","head":…,"journal":"<id>"}; the reasons are cursor_ahead, other_journal,
// session_ended, visibility_changed.
std::string resync_data(std::string_view reason, std::uint64_t head, std::string_view journal_id);

}
