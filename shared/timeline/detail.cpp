// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/detail.h"

#include "shared/timeline/tile_builder.h"

namespace watchfloor {

namespace {

constexpr std::uint8_t kTileShift = 7;
static_assert(DetailCache::kCellsPerTile == 1 << kTileShift);

// Tiles reach this far at most, so that no arithmetic on instants overflows.
constexpr std::int64_t kFarMillis = 2 * kMaxItemMillis;
constexpr std::uint8_t kMaxLevel = 44;

std::int64_t clamp_instant(Timestamp at)
{
    return std::clamp(at.millis, -kFarMillis, kFarMillis);
}

}

std::uint8_t detail_level(double millis_per_pixel)
{
    const double wanted = millis_per_pixel * DetailCache::kCellPixels;
    std::uint8_t level = 0;
    while (level < kMaxLevel && static_cast<double>(1ll << level) < wanted) {
        ++level;
    }
    return level;
}

std::size_t DetailCache::KeyHash::operator()(const Key& key) const
{
    std::uint64_t mixed = static_cast<std::uint64_t>(key.number) * 0x9e3779b97f4a7c15ull;
    mixed
        ^= (std::uint64_t { key.lane } << 16 | std::uint64_t { key.level } << 8 | static_cast<std::uint64_t>(key.order))
        * 0xbf58476d1ce4e5b9ull;
    return static_cast<std::size_t>(mixed ^ (mixed >> 29));
}

DetailView DetailCache::view(const TimelineColumns& columns, const DetailQuery& query)
{
    drop_changed(columns);
    const std::uint8_t level = detail_level(query.millis_per_pixel);
    const int shift = level + kTileShift;
    const std::int64_t first = clamp_instant(query.from) >> shift;
    const std::int64_t last = std::max(first, (clamp_instant(query.to) - 1) >> shift);
    scratch_.clear();
    for (std::int64_t number = first; number <= last; ++number) {
        Tile& found = tile(columns, { query.lane, query.order, level, number });
        if (number == first) {
            if (!found.carried) {
                found.carried = build_carried_marks(columns.lane(query.lane, query.order), first << shift);
                marks_held_ += found.carried->size();
            }
            scratch_.insert(scratch_.end(), found.carried->begin(), found.carried->end());
        }
        scratch_.insert(scratch_.end(), found.marks.begin(), found.marks.end());
    }
    trim();
    std::uint32_t items = 0;
    for (const Mark& mark : scratch_) {
        items += mark.count;
    }
    return { scratch_, { first << shift }, { (last + 1) << shift }, items, std::int64_t { 1 } << level };
}

void DetailCache::clear()
{
    tiles_.clear();
    marks_held_ = 0;
}

void DetailCache::drop_changed(const TimelineColumns& columns)
{
    if (columns_ == &columns && version_ == columns.version()) {
        return;
    }
    const auto changes = columns_ == &columns ? columns.changes_since(version_) : std::nullopt;
    columns_ = &columns;
    version_ = columns.version();
    if (!changes) {
        return clear();
    }
    for (auto entry = tiles_.begin(); entry != tiles_.end();) {
        const int shift = entry->first.level + kTileShift;
        const std::int64_t from = entry->first.number << shift;
        const std::int64_t to = (entry->first.number + 1) << shift;
        const bool stale = std::any_of(changes->begin(), changes->end(), [&](const LaneChange& change) {
            return change.lane == entry->first.lane && change.from_millis <= to && change.to_millis >= from;
        });
        if (stale) {
            marks_held_ -= entry->second.marks.size() + (entry->second.carried ? entry->second.carried->size() : 0);
            entry = tiles_.erase(entry);
        } else {
            ++entry;
        }
    }
}

DetailCache::Tile& DetailCache::tile(const TimelineColumns& columns, const Key& key)
{
    const auto [entry, added] = tiles_.try_emplace(key);
    Tile& tile = entry->second;
    if (added) {
        ++tiles_built_;
        const std::int64_t from = key.number << (key.level + kTileShift);
        tile.marks = build_tile_marks(columns.lane(key.lane, key.order), from, key.level);
        marks_held_ += tile.marks.size();
    }
    tile.used = ++clock_;
    return tile;
}

// Drops what has not been used for longest, but never what a recent frame used: dropping that would
// rebuild it in every frame.
void DetailCache::trim()
{
    if (marks_held_ <= kMarkBudget && tiles_.size() <= kMarkBudget / 16) {
        return;
    }
    std::vector<std::uint64_t> used;
    used.reserve(tiles_.size());
    for (const auto& [key, tile] : tiles_) {
        used.push_back(tile.used);
    }
    const auto middle = used.begin() + static_cast<std::ptrdiff_t>(used.size() / 2);
    std::nth_element(used.begin(), middle, used.end());
    constexpr std::uint64_t kRecentUses = 2048;
    const std::uint64_t oldest_kept = std::min(*middle, clock_ > kRecentUses ? clock_ - kRecentUses : 0);
    std::erase_if(tiles_, [&](const auto& entry) { return entry.second.used < oldest_kept; });
    marks_held_ = 0;
    for (const auto& [key, tile] : tiles_) {
        marks_held_ += tile.marks.size() + (tile.carried ? tile.carried->size() : 0);
    }
}

}
