// SPDX-License-Identifier: Apache-2.0
#include "server/live/live_cursor.h"

#include <algorithm>
#include <charconv>

namespace watchfloor {

std::string cursor_text(const LiveCursor& cursor)
{
    std::string text = std::to_string(cursor.seq);
    if (!cursor.journal_id.empty() || !cursor.sight.empty()) {
        text.append("@").append(cursor.journal_id);
    }
    return cursor.sight.empty() ? text : text.append("@").append(cursor.sight);
}

std::optional<LiveCursor> read_cursor(std::string_view text)
{
    LiveCursor cursor;
    const auto digits = text.substr(0, text.find('@'));
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), cursor.seq);
    if (read.ec != std::errc {} || read.ptr != digits.data() + digits.size()) {
        return std::nullopt;
    }
    text.remove_prefix(std::min(digits.size() + 1, text.size()));
    const auto identity = text.substr(0, text.find('@'));
    text.remove_prefix(std::min(identity.size() + 1, text.size()));
    cursor.journal_id = identity;
    cursor.sight = text;
    return cursor;
}

}
