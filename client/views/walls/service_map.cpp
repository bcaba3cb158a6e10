// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/service_map.h"

#include "shared/core/sorting.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace watchfloor {
namespace {

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

// However many there are, so many of the worst are told by their names.
constexpr std::size_t kFewNamed = 8;
// Below that nobody reads anything: in parts of what can be read from the wall's distance.
constexpr float kLeastLetters = 0.4F;

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
    std::size_t kept = kAll;  // the worst so many; the others are left out
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
        if (widths_[i].rank >= attempt.kept) {
            map.left_out.push_back(i);
            continue;
        }
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

std::vector<MapTry> map_tries(const MapRoom& room)
{
    std::vector<MapTry> tries;
    for (const float size : room.sizes) {
        tries.push_back({ .letters = size, .quiet_named = true });
        tries.push_back({ .letters = size, .quiet_named = true, .groups_apart = false });
    }
    constexpr std::size_t kMany = 24;
    for (const float share : { 1.0F, 0.9F, 0.8F, 0.7F, 0.6F, 0.5F, kLeastLetters }) {
        const float size = room.sizes.back() * share;
        for (const std::size_t named : { kAll, kMany, kFewNamed }) {
            tries.push_back({ .letters = size, .worst_named = named });
            tries.push_back({ .letters = size, .worst_named = named, .groups_apart = false });
        }
    }
    return tries;
}

}

ServiceMap lay_out_services(
    const std::vector<ServiceTile>& tiles, const MapRoom& room, const std::function<float(std::string_view)>& measure)
{
    const std::vector<TileWidths> widths = measured_tiles(tiles, measure);
    const MapLayout layout { tiles, widths, room, measure };
    for (const MapTry& attempt : map_tries(room)) {
        ServiceMap map = layout.lay_out(attempt);
        if (map.left_out.empty()) {
            return map;
        }
    }
    // More than a picture holds: those give way that have the least to say.
    MapTry least { .letters = room.sizes.back() * kLeastLetters, .worst_named = kFewNamed, .groups_apart = false };
    std::size_t fits = 0;
    for (std::size_t beyond = tiles.size(); fits + 1 < beyond;) {
        least.kept = (fits + beyond) / 2;
        const bool all = layout.lay_out(least).tiles.size() == least.kept;
        (all ? fits : beyond) = least.kept;
    }
    least.kept = fits;
    return layout.lay_out(least);
}

}
