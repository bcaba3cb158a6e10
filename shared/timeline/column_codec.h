// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/timeline/item.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The body of /api/v1/timeline, media type application/vnd.watchfloor.timeline. Little-endian:
//   "WFT" version(u8 = 1) count(u32), then one column after the other:
//   seq        LEB128 of the distance to the previous seq (the first: to 0)
//   lane       LEB128
//   begin      zigzag LEB128 of the distance to the previous begin, milliseconds since the epoch
//   duration   LEB128: 0 open, otherwise end - begin + 1
//   recorded   zigzag LEB128 of recorded_at - begin
//   kind, severity, flags   one byte each
// At most 40 bytes an item, commonly 12 to 16.
inline constexpr std::size_t kMaxEncodedItems = 2'000'000;

// The most items of one answer, and what it holds unless fewer are asked for. What is earlier is asked for by
// before=<the answer's first seq>.
inline constexpr std::size_t kTimelinePage = 200'000;

// The items must be in strictly ascending order of seq and pass check_item().
std::string encode_items(std::span<const TimelineItem> items);

// Refuses anything but exactly what encode_items() writes: truncation, trailing bytes, overlong
// numbers, repeated or descending seqs, and items check_item() refuses.
Result<std::vector<TimelineItem>> decode_items(std::string_view bytes);

}
