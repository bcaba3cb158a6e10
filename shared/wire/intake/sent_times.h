// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// RFC 3339; nothing for an empty text, for 0 and for Go's zero time, 0001-01-01T00:00:00Z, in any zone. What has one meaning is taken
// as well, and noted: a time without a zone is UTC, seconds and the minutes of an offset may be missing; seconds, or
// thousandths and less, since 1970, as far as they are within ten years of `now`; Go's own print of a time; the dates of
// mail and HTTP (RFC 5322).
Result<std::optional<Timestamp>> optional_instant(
    std::string_view name, const std::string& text, Timestamp now, std::string& mended);

// When an alert began, and whether that is our word: the sender named no time, or one still to come (its clock is fast,
// or it writes local time as UTC). That is no claim: taken for one, each repeat would claim another start, of its
// arrival.
struct BegunAt {
    Timestamp at {};
    bool is_ours = false;
};
BegunAt begun_at(const std::optional<Timestamp>& sent, Timestamp now, std::string& mended);

}
