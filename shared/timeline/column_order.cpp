// SPDX-License-Identifier: Apache-2.0
// Questions about order: extent, neighbours, counts.
#include "shared/timeline/columns.h"

namespace watchfloor {

namespace {

struct Candidate {
    std::int64_t at_millis = 0;
    std::uint64_t seq = 0;

    friend bool operator<(Candidate a, Candidate b)
    {
        return a.at_millis != b.at_millis ? a.at_millis < b.at_millis : a.seq < b.seq;
    }
};

// The first item of the lane after, or the last before, a place.
std::optional<Candidate> beside(const LaneSpans& lane, Candidate place, bool forward)
{
    auto position = lane.lower_bound(place.at_millis, place.seq);
    if (forward) {
        if (position != lane.end() && lane.key_at(position) == place.at_millis
            && lane.at(position).seq() == place.seq) {
            position = lane.next(position);
        }
        if (position == lane.end()) {
            return std::nullopt;
        }
    } else {
        if (position == lane.begin()) {
            return std::nullopt;
        }
        position = lane.previous(position);
    }
    return Candidate { lane.key_at(position), lane.at(position).seq() };
}

std::int64_t latest_closed(std::int64_t begin, const LaneSpans::Block& block)
{
    if (block.summary.max_end != kOpenEnd.millis) {
        return std::max(begin, block.summary.max_end);
    }
    std::int64_t latest = begin;
    for (std::size_t i = 0; i < block.records.size(); ++i) {
        const Timestamp end = unpack_end(block.key(i), block.records[i].duration);
        latest = std::max(latest, end == kOpenEnd ? block.key(i) : end.millis);
    }
    return latest;
}

}

std::optional<TimelineColumns::Extent> TimelineColumns::extent() const
{
    std::optional<Extent> extent;
    for (const LaneSpans& lane : occurred_) {
        for (std::size_t number = 0; number < lane.block_count(); ++number) {
            const auto& block = lane.block(number);
            const Timestamp first { block.first_key() };
            const Timestamp last { latest_closed(block.last_key(), block) };
            extent = extent ? Extent { std::min(extent->from, first), std::max(extent->to, last) }
                            : Extent { first, last };
        }
    }
    return extent;
}

std::optional<std::uint64_t> TimelineColumns::neighbour_in_lane(std::uint64_t seq, TimeOrder order, bool forward) const
{
    const auto item = find(seq);
    if (!item) {
        return std::nullopt;
    }
    const Timestamp at = order == TimeOrder::Occurred ? item->begin : item->recorded_at;
    const auto found = beside(lane(item->lane, order), { at.millis, seq }, forward);
    return found ? std::optional { found->seq } : std::nullopt;
}

std::optional<std::uint64_t> TimelineColumns::neighbour(std::uint64_t seq, TimeOrder order, bool forward) const
{
    const auto item = find(seq);
    if (!item) {
        return std::nullopt;
    }
    const Timestamp at = order == TimeOrder::Occurred ? item->begin : item->recorded_at;
    std::optional<Candidate> best;
    for (std::uint16_t number = 0; number < lane_count(); ++number) {
        const auto found = beside(lane(number, order), { at.millis, seq }, forward);
        if (found && (!best || (forward ? *found < *best : *best < *found))) {
            best = found;
        }
    }
    return best ? std::optional { best->seq } : std::nullopt;
}

std::optional<std::uint64_t> TimelineColumns::nearest(std::uint16_t number, TimeOrder order, Timestamp at) const
{
    const LaneSpans& spans = lane(number, order);
    if (spans.empty()) {
        return std::nullopt;
    }
    const auto after = spans.lower_bound(at.millis);
    if (after == spans.begin()) {
        return spans.at(after).seq();
    }
    const auto before = spans.previous(after);
    const bool take_before
        = after == spans.end() || at.millis - spans.key_at(before) <= spans.key_at(after) - at.millis;
    return spans.at(take_before ? before : after).seq();
}

std::array<std::uint32_t, kItemSeverityCount> TimelineColumns::counts_between(
    std::uint16_t number, TimeOrder order, Timestamp from, Timestamp to, bool open_only) const
{
    std::array<std::uint32_t, kItemSeverityCount> counts {};
    const LaneSpans& spans = lane(number, order);
    auto position = spans.lower_bound(from.millis);
    const auto stop = spans.lower_bound(std::max(from, to).millis);
    while (position != stop) {
        if (position.index == 0 && position.block < stop.block) {
            const SpanSummary& summary = spans.block(position.block).summary;
            for (std::size_t i = 0; i < kItemSeverityCount; ++i) {
                counts[i] += open_only ? summary.open_counts[i] : summary.counts[i];
            }
            position = { position.block + 1, 0 };
        } else {
            const PackedSpan& span = spans.at(position);
            counts[static_cast<std::size_t>(span.severity)] += !open_only || span.open() ? 1U : 0U;
            position = spans.next(position);
        }
    }
    return counts;
}

}
