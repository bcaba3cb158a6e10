// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/timeline/columns.h"

#include <unordered_map>

namespace watchfloor {

// What is drawn for one item, or for several of one severity that begin within a few pixels of
// each other. Nothing is lost: counts add up, and each severity keeps a mark of its own.
struct Mark {
    std::int64_t begin_millis = 0;      // the earliest begin
    std::int64_t last_begin_millis = 0; // the latest begin
    std::int64_t end_millis = 0;        // the latest end; kOpenEnd's while one lasts
    std::int64_t ended_millis = 0;      // the latest end of those that are over; means nothing while all last
    std::uint64_t first_seq = 0;        // of the first that still lasts, or of the first where none does
    std::uint32_t count = 0;
    std::uint32_t open_count = 0; // of them, those that still last
    ItemSeverity severity {};
    ItemKind kind {};        // of the item with first_seq
    std::uint8_t flags = 0;  // the first item's, when it is alone
    bool carried_in = false; // began before the stretch that was asked for
};

// A stretch of one lane at one zoom.
struct DetailQuery {
    std::uint16_t lane = 0;
    TimeOrder order = TimeOrder::Occurred;
    Timestamp from {};
    Timestamp to {};
    double millis_per_pixel = 1;
};

// Marks of a stretch in order of begin. They cover [from, to), which contains what was asked for:
// each item that begins in it, or lasts into it, is in exactly one mark.
struct DetailView {
    std::span<const Mark> marks {};
    Timestamp from {};
    Timestamp to {};
    std::uint32_t item_count = 0;
    std::int64_t cell_millis = 1; // items merge only within a cell, which is 3 to 6 pixels wide
};

// Level of detail by tiles, as maps do it: cells of a power of two milliseconds, anchored to the
// epoch, so that merged blocks stay put while panning and a frame costs what is visible, not what
// is stored. Tiles are kept until their stretch changes or the budget of marks is used up.
class DetailCache {
public:
    static constexpr double kCellPixels = 3;
    static constexpr int kCellsPerTile = 128;
    // A stretch of this many cells with no more items than this shows each item by itself.
    static constexpr std::size_t kItemsShownAlone = 192;
    static constexpr std::size_t kCarriedAlone = 48;
    static constexpr std::size_t kMarkBudget = 96 * 1024;

    // The marks stay valid until the next call.
    DetailView view(const TimelineColumns& columns, const DetailQuery& query);
    void clear();

    std::size_t tile_count() const { return tiles_.size(); }
    std::uint64_t tiles_built() const { return tiles_built_; }

private:
    struct Key {
        std::uint16_t lane = 0;
        TimeOrder order {};
        std::uint8_t level = 0; // log2 of the cell's milliseconds
        std::int64_t number = 0;
        friend bool operator==(const Key& a, const Key& b) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    struct Tile {
        std::vector<Mark> marks {};
        std::optional<std::vector<Mark>> carried {};
        std::uint64_t used = 0;
    };

    void drop_changed(const TimelineColumns& columns);
    Tile& tile(const TimelineColumns& columns, const Key& key);
    void trim();

    std::unordered_map<Key, Tile, KeyHash> tiles_ {};
    std::vector<Mark> scratch_ {};
    const TimelineColumns* columns_ = nullptr;
    std::uint64_t version_ = 0;
    std::uint64_t clock_ = 0;
    std::uint64_t tiles_built_ = 0;
    std::size_t marks_held_ = 0;
};

// The level whose cells are at least kCellPixels wide.
std::uint8_t detail_level(double millis_per_pixel);

}
