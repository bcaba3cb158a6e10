// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/tile_builder.h"

namespace watchfloor {

namespace {

Mark mark_of(std::int64_t begin_millis, const PackedSpan& span)
{
    Mark mark;
    mark.begin_millis = begin_millis;
    mark.last_begin_millis = begin_millis;
    mark.end_millis = unpack_end(begin_millis, span.duration).millis;
    mark.ended_millis = mark.end_millis;
    mark.first_seq = span.seq();
    mark.count = 1;
    mark.open_count = span.open() ? 1 : 0;
    mark.severity = span.severity;
    mark.kind = span.kind;
    mark.flags = span.flags;
    return mark;
}

// The block names the first that still lasts: what is over does not speak for what is not.
void name_open(Mark& mark, const PackedSpan& span)
{
    if (mark.open_count == 0) {
        mark.first_seq = span.seq();
        mark.kind = span.kind;
    }
}

void add_ended(Mark& mark, std::int64_t end_millis)
{
    const bool first = mark.count == mark.open_count;
    mark.ended_millis = first ? end_millis : std::max(mark.ended_millis, end_millis);
}

void merge_item(Mark& mark, std::int64_t begin_millis, const PackedSpan& span)
{
    if (mark.count == 0) {
        mark = mark_of(begin_millis, span);
        return;
    }
    const std::int64_t end = unpack_end(begin_millis, span.duration).millis;
    if (span.open()) {
        name_open(mark, span);
        ++mark.open_count;
    } else {
        add_ended(mark, end);
    }
    ++mark.count;
    mark.flags = 0;
    mark.last_begin_millis = begin_millis;
    mark.end_millis = std::max(mark.end_millis, end);
}

// One cell's marks while its items pass by, one per severity.
class CellAccumulator {
public:
    void add(std::int64_t begin_millis, const PackedSpan& span)
    {
        merge_item(marks_[static_cast<std::size_t>(span.severity)], begin_millis, span);
    }

    // A whole block at once; only a severity not seen before, or not seen open, needs a look at the items.
    void add(const LaneSpans::Block& block)
    {
        for (std::size_t severity = 0; severity < kItemSeverityCount; ++severity) {
            if (block.summary.counts[severity] > 0) {
                add_severity(block, severity);
            }
        }
    }

    void flush_into(std::vector<Mark>& out)
    {
        for (Mark& mark : marks_) {
            if (mark.count > 0) {
                out.push_back(mark);
                mark.count = 0;
            }
        }
    }

private:
    void add_severity(const LaneSpans::Block& block, std::size_t severity)
    {
        const std::uint32_t count = block.summary.counts[severity];
        const std::uint32_t open = block.summary.open_counts[severity];
        Mark& mark = marks_[severity];
        const bool fresh = mark.count == 0;
        if (fresh) {
            const std::size_t first = first_of(block, severity, false);
            mark = mark_of(block.key(first), block.records[first]);
            mark.flags = count == 1 ? mark.flags : std::uint8_t { 0 };
            mark.count = mark.open_count = 0;
        } else {
            mark.flags = 0;
        }
        if (open > 0 && mark.open_count == 0) {
            name_open(mark, block.records[first_of(block, severity, true)]);
        }
        if (count > open) {
            add_ended(mark, block.summary.closed_ends[severity]);
            mark.end_millis = std::max(mark.end_millis, block.summary.closed_ends[severity]);
        }
        mark.end_millis = open > 0 ? kOpenEnd.millis : mark.end_millis;
        mark.count += count;
        mark.open_count += open;
        mark.last_begin_millis = block.last_key();
    }

    static std::size_t first_of(const LaneSpans::Block& block, std::size_t severity, bool open)
    {
        std::size_t i = 0;
        while (static_cast<std::size_t>(block.records[i].severity) != severity || (open && !block.records[i].open())) {
            ++i;
        }
        return i;
    }

    std::array<Mark, kItemSeverityCount> marks_ {};
};

std::size_t count_up_to(const LaneSpans& spans, LaneSpans::Position from, LaneSpans::Position to, std::size_t limit)
{
    if (from.block == to.block) {
        return to.index - from.index;
    }
    std::size_t count = spans.block(from.block).records.size() - from.index + to.index;
    for (std::size_t number = from.block + 1; number < to.block && count <= limit; ++number) {
        count += spans.block(number).records.size();
    }
    return count;
}

std::vector<Mark> each_alone(const LaneSpans& spans, LaneSpans::Position from, LaneSpans::Position to)
{
    std::vector<Mark> marks;
    for (auto position = from; position != to; position = spans.next(position)) {
        marks.push_back(mark_of(spans.key_at(position), spans.at(position)));
    }
    return marks;
}

std::vector<Mark> merged_by_cell(
    const LaneSpans& spans, LaneSpans::Position from, LaneSpans::Position to, std::uint8_t level)
{
    std::vector<Mark> marks;
    CellAccumulator cell;
    std::int64_t current = spans.key_at(from) >> level;
    const auto enter = [&](std::int64_t number) {
        if (number != current) {
            cell.flush_into(marks);
            current = number;
        }
    };
    auto position = from;
    while (position != to) {
        const auto& block = spans.block(position.block);
        const bool whole = position.index == 0 && position.block < to.block;
        if (whole && block.first_key() >> level == block.last_key() >> level) {
            enter(block.first_key() >> level);
            cell.add(block);
            position = { position.block + 1, 0 };
            continue;
        }
        const std::size_t stop = position.block == to.block ? to.index : block.records.size();
        for (std::size_t i = position.index; i < stop; ++i) {
            const std::int64_t begin = block.key(i);
            enter(begin >> level);
            cell.add(begin, block.records[i]);
        }
        position = position.block == to.block ? to : LaneSpans::Position { position.block + 1, 0 };
    }
    cell.flush_into(marks);
    return marks;
}

}

std::vector<Mark> build_tile_marks(const LaneSpans& spans, std::int64_t from_millis, std::uint8_t level)
{
    const std::int64_t length = std::int64_t { DetailCache::kCellsPerTile } << level;
    const auto from = spans.lower_bound(from_millis);
    const auto to = spans.lower_bound(from_millis + length);
    if (from == to) {
        return {};
    }
    if (count_up_to(spans, from, to, DetailCache::kItemsShownAlone) <= DetailCache::kItemsShownAlone) {
        return each_alone(spans, from, to);
    }
    return merged_by_cell(spans, from, to, level);
}

std::vector<Mark> build_carried_marks(const LaneSpans& spans, std::int64_t at_millis)
{
    std::vector<Mark> alone;
    std::array<Mark, kItemSeverityCount> merged {};
    std::size_t count = 0;
    const auto stop = spans.lower_bound(at_millis);
    for (std::size_t number = 0; number < spans.block_count() && number <= stop.block; ++number) {
        const auto& block = spans.block(number);
        if (block.summary.max_end <= at_millis) {
            continue;
        }
        const std::size_t last = number == stop.block ? stop.index : block.records.size();
        for (std::size_t i = 0; i < last; ++i) {
            const std::int64_t begin = block.key(i);
            const PackedSpan& span = block.records[i];
            if (unpack_end(begin, span.duration).millis <= at_millis) {
                continue;
            }
            if (++count <= DetailCache::kCarriedAlone) {
                alone.push_back(mark_of(begin, span));
            }
            merge_item(merged[static_cast<std::size_t>(span.severity)], begin, span);
        }
    }
    if (count > DetailCache::kCarriedAlone) {
        alone.clear();
        for (const Mark& mark : merged) {
            if (mark.count > 0) {
                alone.push_back(mark);
            }
        }
    }
    for (Mark& mark : alone) {
        mark.carried_in = true;
    }
    return alone;
}

}
