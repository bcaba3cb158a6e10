// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/service_map.h"

#include "client/language/text.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

// However many there are, so many of the worst are told by their names.
constexpr std::size_t kFewNamed = 8;

// In parts of the size of the text.
constexpr float kTileHeight = 1.3F;
constexpr float kTilePadding = 0.3F;
constexpr float kTileGap = 0.16F;
constexpr float kShape = 1.15F; // the severity's, with the distance after it

// One way to draw them all.
struct MapTry {
    float letters = 0;
    bool quiet_named = false;
    std::size_t worst_named = kAll;
    bool groups_apart = true; // each begins a line of its own
};

struct TileWidths {
    float name = 0;
    float code = 0;
    float loud_name = 0;
    float loud_code = 0;
    std::size_t rank = 0; // 0 for the worst of all
};

std::vector<TileWidths> measured_tiles(
    const std::vector<ServiceTile>& tiles, const std::function<float(std::string_view)>& measure)
{
    std::vector<TileWidths> widths;
    for (const ServiceTile& tile : tiles) {
        widths.push_back({ measure(tile.name), measure(tile.code), measure(tile_words(tile, true)),
            measure(tile_words(tile, false)), 0 });
    }
    std::vector<std::size_t> order(tiles.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    sort_stably(order, [&](std::size_t a, std::size_t b) { return stands_before(tiles[a], tiles[b]); });
    for (std::size_t i = 0; i < order.size(); ++i) {
        widths[order[i]].rank = i;
    }
    return widths;
}

class MapLayout {
public:
    MapLayout(const std::vector<ServiceTile>& tiles, const std::vector<TileWidths>& widths, const MapRoom& room,
        const std::function<float(std::string_view)>& measure)
        : tiles_(tiles), widths_(widths), room_(room), measure_(measure)
    {
        for (const ServiceTile& tile : tiles) {
            widest_group_ = std::max(widest_group_, tile.group.empty() ? 0.0F : measure(tile.group));
        }
    }

    ServiceMap lay_out(const MapTry& attempt) const;

private:
    // Where tiles begin: behind the names of all groups, so that they make columns; 0 where that leaves too little.
    float indent(const MapTry& attempt) const;
    // Cells of one width make columns; what is not quiet takes as many as its words need.
    float cell(const MapTry& attempt) const;
    float width_of(std::size_t tile, const MapTry& attempt, float cell) const;
    bool named(std::size_t tile, const MapTry& attempt) const
    {
        return tiles_[tile].quiet() ? attempt.quiet_named : widths_[tile].rank < attempt.worst_named;
    }

    const std::vector<ServiceTile>& tiles_;
    const std::vector<TileWidths>& widths_;
    const MapRoom& room_;
    const std::function<float(std::string_view)>& measure_;
    float widest_group_ = 0;
};

float MapLayout::indent(const MapTry& attempt) const
{
    constexpr float kMostShare = 0.3F;
    const float wanted = (widest_group_ + 2 * kTilePadding) * attempt.letters;
    return attempt.groups_apart && widest_group_ > 0 && wanted <= room_.width * kMostShare ? wanted : 0;
}

float MapLayout::cell(const MapTry& attempt) const
{
    float widest = 0;
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        if (tiles_[i].quiet()) {
            widest = std::max(widest, attempt.quiet_named ? widths_[i].name : widths_[i].code);
        }
    }
    // Where nothing is quiet any width will do for a column.
    widest = widest > 0 ? widest : 4;
    return std::min(room_.width - indent(attempt), (widest + 2 * kTilePadding) * attempt.letters);
}

float MapLayout::width_of(std::size_t tile, const MapTry& attempt, float cell) const
{
    if (tiles_[tile].quiet()) {
        return cell;
    }
    const TileWidths& widths = widths_[tile];
    const float words = named(tile, attempt) ? widths.loud_name : widths.loud_code;
    const float wanted = (words + kShape + 2 * kTilePadding) * attempt.letters;
    const float gap = kTileGap * attempt.letters;
    const float cells = std::ceil((wanted + gap) / (cell + gap));
    return std::min(room_.width - indent(attempt), cells * (cell + gap) - gap);
}

ServiceMap MapLayout::lay_out(const MapTry& attempt) const
{
    ServiceMap map;
    map.letters = attempt.letters;
    map.height = kTileHeight * attempt.letters;
    const float gap = kTileGap * attempt.letters;
    const float cell_width = cell(attempt);
    const float begin = indent(attempt);
    float x = begin;
    float y = 0;
    const auto place = [&](float width) {
        if (x > begin && x + width > room_.width + 0.5F) {
            x = begin;
            y += map.height + gap;
        }
        const float at = x;
        x += width + gap;
        return at;
    };
    const std::string* last = nullptr;
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        const std::string& group = tiles_[i].group;
        if (last == nullptr || group != *last) {
            last = &group;
            if (attempt.groups_apart && x > begin) {
                x = begin;
                y += map.height + gap;
            }
            if (!group.empty()) {
                const float name = (measure_(group) + kTilePadding) * attempt.letters;
                const float first = name + gap + width_of(i, attempt, cell_width);
                if (begin == 0 && x > 0 && x + first > room_.width + 0.5F) { // never without a tile of it beside
                    x = 0;
                    y += map.height + gap;
                }
                const float left = begin > 0 ? 0 : place(name);
                map.groups.push_back({ group, left, y });
            }
        }
        const float width = width_of(i, attempt, cell_width);
        const float left = place(width);
        if (y + map.height <= room_.height + 0.5F) {
            map.tiles.push_back({ i, left, y, width, named(i, attempt) });
        } else {
            map.left_out.push_back(i);
        }
    }
    std::erase_if(map.groups, [&](const PlacedGroup& group) { return group.y + map.height > room_.height + 0.5F; });
    return map;
}

// With all names. That each group has lines of its own is worth more than the largest letters, not than letters that are
// as large as figures.
std::vector<MapTry> all_tries(const MapRoom& room)
{
    const std::size_t figures = room.sizes.size() - 1; // the last can just be read
    std::vector<MapTry> tries;
    for (const bool apart : { true, false }) {
        for (std::size_t i = 0; i < figures; ++i) {
            tries.push_back({ .letters = room.sizes[i], .quiet_named = true, .groups_apart = apart });
        }
    }
    for (const bool apart : { true, false }) {
        tries.push_back({ .letters = room.sizes.back(), .quiet_named = true, .groups_apart = apart });
    }
    return tries;
}

std::vector<MapTry> code_tries(const MapRoom& room)
{
    constexpr std::size_t kMany = 24;
    std::vector<MapTry> tries;
    for (const std::size_t named : { kAll, kMany, kFewNamed }) {
        tries.push_back({ .letters = room.sizes.back(), .worst_named = named });
        tries.push_back({ .letters = room.sizes.back(), .worst_named = named, .groups_apart = false });
    }
    return tries;
}

// Of each group, or of all, what is not among the worst `kept` becomes one tile.
enum class FoldInto : std::uint8_t { Groups, One };

ServiceTile folded_tile(const std::vector<const ServiceTile*>& rest, FoldInto into)
{
    ServiceTile folded = **std::min_element(
        rest.begin(), rest.end(), [](const ServiceTile* a, const ServiceTile* b) { return stands_before(*a, *b); });
    if (rest.size() == 1) {
        return folded;
    }
    folded.unacknowledged = 0;
    folded.maintained = false;
    for (const ServiceTile* tile : rest) {
        folded.unacknowledged += tile->unacknowledged;
    }
    folded.stands_for = rest.size();
    folded.name = folded.code = tr(Text::WallMore, format_count(rest.size()));
    folded.group = into == FoldInto::One ? std::string() : folded.group;
    return folded;
}

std::vector<ServiceTile> fold_tiles(const std::vector<ServiceTile>& tiles, std::size_t kept, FoldInto into)
{
    std::vector<std::size_t> order(tiles.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    sort_stably(order, [&](std::size_t a, std::size_t b) { return stands_before(tiles[a], tiles[b]); });
    std::vector<bool> own(tiles.size(), false);
    for (std::size_t i = 0; i < std::min(kept, order.size()); ++i) {
        own[order[i]] = true;
    }
    std::vector<ServiceTile> folded;
    std::vector<const ServiceTile*> rest;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        if (own[i]) {
            folded.push_back(tiles[i]);
        } else {
            rest.push_back(&tiles[i]);
        }
        const bool ends = i + 1 == tiles.size() || (into == FoldInto::Groups && tiles[i + 1].group != tiles[i].group);
        if (ends && !rest.empty()) {
            folded.push_back(folded_tile(rest, into));
            rest.clear();
        }
    }
    return folded;
}

using Measure = std::function<float(std::string_view)>;

// The first that has a place for every tile; else the last.
ServiceMap first_that_fits(
    std::vector<ServiceTile> tiles, const std::vector<MapTry>& tries, const MapRoom& room, const Measure& measure)
{
    const std::vector<TileWidths> widths = measured_tiles(tiles, measure);
    const MapLayout layout { tiles, widths, room, measure };
    ServiceMap map;
    for (const MapTry& attempt : tries) {
        map = layout.lay_out(attempt);
        if (map.left_out.empty()) {
            break;
        }
    }
    map.shown = std::move(tiles);
    return map;
}

// With as many of the worst `most` in tiles of their own as there is room for, at least `least`.
ServiceMap fold_as_little(const std::vector<ServiceTile>& tiles, FoldInto into, std::size_t least, std::size_t most,
    const MapRoom& room, const Measure& measure)
{
    const auto lay_out = [&](std::size_t kept) {
        return first_that_fits(fold_tiles(tiles, kept, into), code_tries(room), room, measure);
    };
    ServiceMap best = lay_out(least);
    for (std::size_t beyond = most + 1; best.left_out.empty() && least + 1 < beyond;) {
        const std::size_t kept = (least + beyond) / 2;
        ServiceMap map = lay_out(kept);
        if (map.left_out.empty()) {
            least = kept;
            best = std::move(map);
        } else {
            beyond = kept;
        }
    }
    return best;
}

}

ServiceMap lay_out_services(
    const std::vector<ServiceTile>& tiles, const MapRoom& room, const std::function<float(std::string_view)>& measure)
{
    std::vector<MapTry> tries = all_tries(room);
    const std::vector<MapTry> codes = code_tries(room);
    tries.insert(tries.end(), codes.begin(), codes.end());
    ServiceMap map = first_that_fits(tiles, tries, room, measure);
    if (map.left_out.empty()) {
        return map;
    }
    const auto loud = static_cast<std::size_t>(
        std::count_if(tiles.begin(), tiles.end(), [](const ServiceTile& tile) { return !tile.quiet(); }));
    map = fold_as_little(tiles, FoldInto::Groups, std::min(loud, kFewNamed), loud, room, measure);
    return map.left_out.empty() ? map : fold_as_little(tiles, FoldInto::One, 0, loud, room, measure);
}

}
