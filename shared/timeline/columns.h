// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/timeline/packed.h"

#include <deque>
#include <optional>
#include <span>

namespace watchfloor {

// A stretch of one lane that changed, in both time orders, so that what was derived from it can go.
struct LaneChange {
    std::uint64_t version = 0; // the columns' version after the change
    std::uint16_t lane = 0;
    std::int64_t from_millis = 0;
    std::int64_t to_millis = 0; // inclusive
};

// Up to a few million timeline items, by lane and time, about 33 bytes each; items may come in any
// order. Single-threaded. Text is not here: what is drawn asks for it by seq.
class TimelineColumns {
public:
    // Adds an item, or replaces the one with the same seq.
    Result<void> put(const TimelineItem& item);

    // The item ends; false if it is not here. An end before its begin counts as its begin.
    bool close(std::uint64_t seq, Timestamp end);
    bool erase(std::uint64_t seq);
    std::optional<TimelineItem> find(std::uint64_t seq) const;

    // Drops items that lie wholly outside [from, to] by both their times; returns how many.
    std::size_t evict_outside(Timestamp from, Timestamp to);
    void clear();

    std::size_t size() const { return locations_.size(); }
    std::uint16_t lane_count() const { return static_cast<std::uint16_t>(occurred_.size()); }
    std::uint64_t version() const { return version_; }
    std::size_t memory_bytes() const;

    // The lane's items in the given order. The recorded order is built when first asked for.
    const LaneSpans& lane(std::uint16_t lane, TimeOrder order) const;

    // Earliest begin and latest closed end (or begin) of all items; none when empty.
    struct Extent {
        Timestamp from {};
        Timestamp to {};
    };
    std::optional<Extent> extent() const;

    // The neighbour of an item in its lane, or across all lanes, by time and then seq.
    std::optional<std::uint64_t> neighbour_in_lane(std::uint64_t seq, TimeOrder order, bool forward) const;
    std::optional<std::uint64_t> neighbour(std::uint64_t seq, TimeOrder order, bool forward) const;
    // The item of a lane that is placed nearest to an instant.
    std::optional<std::uint64_t> nearest(std::uint16_t lane, TimeOrder order, Timestamp at) const;

    // Items of a lane that begin in [from, to), by severity; all of them, or those that still last.
    std::array<std::uint32_t, kItemSeverityCount> counts_between(
        std::uint16_t lane, TimeOrder order, Timestamp from, Timestamp to, bool open_only = false) const;

    // Changes after a version, oldest first; none if they are no longer known in detail.
    std::optional<std::vector<LaneChange>> changes_since(std::uint64_t version) const;

private:
    struct Found {
        SeqLocations::Position location {};
        TimelineItem item {};
    };
    using Lanes = std::vector<LaneSpans>;

    std::optional<Found> locate(std::uint64_t seq) const;
    LaneSpans::Position position_of(const TimelineItem& item, TimeOrder order) const;
    void insert(const TimelineItem& item);
    void remove(const Found& found);
    void build_recorded() const;
    void note_change(const TimelineItem& item);

    SeqLocations locations_ {};
    Lanes occurred_ {};
    // A cache of what locations_ and occurred_ say, kept current once built.
    mutable std::optional<Lanes> recorded_ {};
    std::deque<LaneChange> changes_ {};
    std::uint64_t version_ = 0;
    std::uint64_t changes_known_from_ = 0;
};

}
