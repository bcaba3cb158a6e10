// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/columns.h"

namespace watchfloor {

namespace {

constexpr std::size_t kChangesKept = 256;

// Where the item stands on the axis in one of its orders.
struct Placement {
    Timestamp begin {};
    Timestamp end {};
};

Placement placement(const TimelineItem& item, TimeOrder order)
{
    if (order == TimeOrder::Occurred) {
        return { item.begin, item.end };
    }
    if (item.end == item.begin) {
        return { item.recorded_at, item.recorded_at };
    }
    return { item.recorded_at, std::max(item.end, item.recorded_at) };
}

PackedSpan pack_span(const TimelineItem& item, TimeOrder order)
{
    const auto [begin, end] = placement(item, order);
    PackedSpan span;
    span.duration = pack_duration(begin, end);
    span.seq_low = static_cast<std::uint32_t>(item.seq);
    span.seq_high = static_cast<std::uint8_t>(item.seq >> 32);
    span.kind = item.kind;
    span.severity = item.severity;
    span.flags = item.flags;
    return span;
}

PackedLocation pack_location(const TimelineItem& item)
{
    PackedLocation location;
    location.recorded_after = pack_distance(item.recorded_at - item.begin);
    location.begin_low = static_cast<std::uint32_t>(item.begin.millis & 0xffffffff);
    location.begin_high = static_cast<std::int16_t>(item.begin.millis >> 32);
    location.lane = item.lane;
    return location;
}

// What the columns give back for an item: its instants as far as 32-bit distances keep them.
TimelineItem as_stored(TimelineItem item)
{
    item.end = unpack_end(item.begin.millis, pack_duration(item.begin, item.end));
    item.recorded_at = item.begin + unpack_distance(pack_distance(item.recorded_at - item.begin));
    return item;
}

void ensure_lane(std::vector<LaneSpans>& lanes, std::uint16_t lane)
{
    if (lanes.size() <= lane) {
        lanes.resize(std::size_t { lane } + 1);
    }
}

}

Result<void> TimelineColumns::put(const TimelineItem& item)
{
    RETURN_IF_ERROR(check_item(item));
    if (const auto found = locate(item.seq)) {
        remove(*found);
    }
    insert(as_stored(item));
    return {};
}

bool TimelineColumns::close(std::uint64_t seq, Timestamp end)
{
    auto item = find(seq);
    if (!item) {
        return false;
    }
    item->end = std::max(end, item->begin);
    return put(*item).ok();
}

bool TimelineColumns::erase(std::uint64_t seq)
{
    const auto found = locate(seq);
    if (found) {
        remove(*found);
    }
    return found.has_value();
}

std::optional<TimelineItem> TimelineColumns::find(std::uint64_t seq) const
{
    const auto found = locate(seq);
    return found ? std::optional { found->item } : std::nullopt;
}

std::optional<TimelineColumns::Found> TimelineColumns::locate(std::uint64_t seq) const
{
    const auto key = static_cast<std::int64_t>(seq);
    const auto location = locations_.lower_bound(key);
    if (location == locations_.end() || locations_.key_at(location) != key) {
        return std::nullopt;
    }
    const PackedLocation& packed = locations_.at(location);
    const std::int64_t begin = packed.begin_millis();
    const LaneSpans& lane = occurred_[packed.lane];
    const auto position = lane.lower_bound(begin, seq);
    VERIFY(position != lane.end() && lane.at(position).seq() == seq);
    const PackedSpan& span = lane.at(position);
    TimelineItem item;
    item.seq = seq;
    item.begin = { begin };
    item.end = unpack_end(begin, span.duration);
    item.recorded_at = item.begin + unpack_distance(packed.recorded_after);
    item.lane = packed.lane;
    item.kind = span.kind;
    item.severity = span.severity;
    item.flags = span.flags;
    return Found { location, item };
}

LaneSpans::Position TimelineColumns::position_of(const TimelineItem& item, TimeOrder order) const
{
    return lane(item.lane, order).lower_bound(placement(item, order).begin.millis, item.seq);
}

void TimelineColumns::insert(const TimelineItem& item)
{
    locations_.insert(static_cast<std::int64_t>(item.seq), pack_location(item));
    ensure_lane(occurred_, item.lane);
    occurred_[item.lane].insert(item.begin.millis, pack_span(item, TimeOrder::Occurred));
    if (recorded_) {
        ensure_lane(*recorded_, item.lane);
        (*recorded_)[item.lane].insert(item.recorded_at.millis, pack_span(item, TimeOrder::Recorded));
    }
    note_change(item);
}

void TimelineColumns::remove(const Found& found)
{
    occurred_[found.item.lane].erase(position_of(found.item, TimeOrder::Occurred));
    if (recorded_) {
        (*recorded_)[found.item.lane].erase(position_of(found.item, TimeOrder::Recorded));
    }
    locations_.erase(found.location);
    note_change(found.item);
}

void TimelineColumns::note_change(const TimelineItem& item)
{
    ++version_;
    LaneChange change;
    change.version = version_;
    change.lane = item.lane;
    change.from_millis = std::min(item.begin, item.recorded_at).millis;
    change.to_millis = std::max(item.end, item.recorded_at).millis;
    changes_.push_back(change);
    if (changes_.size() > kChangesKept) {
        changes_known_from_ = changes_.front().version;
        changes_.pop_front();
    }
}

std::optional<std::vector<LaneChange>> TimelineColumns::changes_since(std::uint64_t version) const
{
    if (version < changes_known_from_) {
        return std::nullopt;
    }
    std::vector<LaneChange> found;
    for (const LaneChange& change : changes_) {
        if (change.version > version) {
            found.push_back(change);
        }
    }
    return found;
}

std::size_t TimelineColumns::evict_outside(Timestamp from, Timestamp to)
{
    const auto outside = [&](Timestamp begin, Timestamp end) { return end < from || begin > to; };
    std::vector<std::uint64_t> gone;
    for (std::uint16_t lane_number = 0; lane_number < lane_count(); ++lane_number) {
        occurred_[lane_number].erase_if([&](std::int64_t begin, const PackedSpan& span) {
            if (!outside({ begin }, unpack_end(begin, span.duration))) {
                return false;
            }
            const auto location = locations_.lower_bound(static_cast<std::int64_t>(span.seq()));
            const Timestamp recorded = Timestamp { begin } + unpack_distance(locations_.at(location).recorded_after);
            if (!outside(recorded, recorded)) {
                return false;
            }
            gone.push_back(span.seq());
            return true;
        });
    }
    std::sort(gone.begin(), gone.end());
    locations_.erase_if([&](std::int64_t seq, const PackedLocation&) {
        return std::binary_search(gone.begin(), gone.end(), static_cast<std::uint64_t>(seq));
    });
    recorded_.reset();
    changes_.clear();
    changes_known_from_ = ++version_;
    return gone.size();
}

void TimelineColumns::clear()
{
    const std::uint64_t version = version_ + 1;
    *this = {};
    version_ = version;
    changes_known_from_ = version;
}

std::size_t TimelineColumns::memory_bytes() const
{
    std::size_t total = locations_.memory_bytes();
    for (const LaneSpans& spans : occurred_) {
        total += spans.memory_bytes();
    }
    if (recorded_) {
        for (const LaneSpans& spans : *recorded_) {
            total += spans.memory_bytes();
        }
    }
    return total;
}

const LaneSpans& TimelineColumns::lane(std::uint16_t lane, TimeOrder order) const
{
    static const LaneSpans kEmpty;
    if (lane >= occurred_.size()) {
        return kEmpty;
    }
    if (order == TimeOrder::Occurred) {
        return occurred_[lane];
    }
    if (!recorded_) {
        build_recorded();
    }
    return (*recorded_)[lane];
}

void TimelineColumns::build_recorded() const
{
    // In order of seq, which the server's clock makes nearly the order of recording: appends.
    Lanes lanes(occurred_.size());
    for (std::size_t number = 0; number < locations_.block_count(); ++number) {
        const auto& block = locations_.block(number);
        for (std::size_t i = 0; i < block.records.size(); ++i) {
            const TimelineItem item = locate(static_cast<std::uint64_t>(block.key(i)))->item;
            lanes[item.lane].insert(item.recorded_at.millis, pack_span(item, TimeOrder::Recorded));
        }
    }
    recorded_ = std::move(lanes);
}

}
