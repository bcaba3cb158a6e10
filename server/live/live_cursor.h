// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// How far a viewer has come, in which journal, and how it saw when it loaded what it has; what is empty fits any.
struct LiveCursor {
    std::uint64_t seq = 0;
    std::string journal_id {};
    std::string sight {};
};

// An event's id: "<seq>", "<seq>@<identity>" or "<seq>@<identity>@<sight>". Entries have the first form.
std::string cursor_text(const LiveCursor& cursor);

// Nothing for what has none of these forms.
std::optional<LiveCursor> read_cursor(std::string_view text);

}
