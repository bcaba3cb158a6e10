// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/alerts.h"

#include "shared/core/sha256.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace watchfloor {
namespace {

constexpr std::size_t kUsualIdentity = 512; // bytes

// Lengths stand before the bytes, so that no two label sets give the same text.
void append_counted(std::string& out, std::string_view text)
{
    std::array<char, 24> size {};
    const auto end = std::to_chars(size.data(), size.data() + size.size(), text.size()).ptr;
    out.append(size.data(), end).append(":").append(text);
}

}

AlertId alert_id(std::string_view domain, const Labels& labels)
{
    std::string bytes;
    bytes.reserve(kUsualIdentity);
    append_counted(bytes, domain);
    for (const auto& label : labels) {
        if (!label.second.empty()) {
            append_counted(bytes, label.first);
            append_counted(bytes, label.second);
        }
    }
    const Digest digest = sha256(bytes);
    return AlertId { to_hex(as_view(digest)) };
}

Occurrence occurrence_of(const std::vector<Timestamp>& starts, const std::vector<Timestamp>& ends)
{
    if (starts.empty()) {
        return {};
    }
    // The latest start that belongs to it: any at all while it fires, none after its end otherwise.
    const Timestamp last_end = ends.empty() ? Timestamp { INT64_MIN } : ends.back();
    const bool firing = starts.back() > last_end;
    const auto after = std::upper_bound(starts.begin(), starts.end(), last_end);
    const Timestamp latest = firing || after == starts.begin() ? starts.back() : *std::prev(after);
    // Two paths may give one occurrence two ends: only an end before its latest start is another's.
    const auto next_end = std::lower_bound(ends.begin(), ends.end(), latest);
    const auto first = next_end == ends.begin() ? starts.begin()
                                                : std::upper_bound(starts.begin(), starts.end(), *std::prev(next_end));
    Occurrence occurrence { *first, std::nullopt };
    if (!firing) {
        occurrence.ended_at = last_end;
    }
    return occurrence;
}

}
