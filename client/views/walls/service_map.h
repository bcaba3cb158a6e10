// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/walls/wall_lines.h"
#include "client/views/walls/wall_rows.h"
#include "client/widgets/controls/rank_mark.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// One service as a tile: in its place by group and name, whatever happens to it, so that a room learns where to look.
struct ServiceTile {
    ServiceId id {};
    std::string name {};
    std::string code {};  // its name in at most five characters, no two alike
    std::string group {}; // of those who are on call for it; may be empty
    Severity severity = Severity::Normal;
    std::optional<Rank> rank {};  // of the gravest major that concerns it
    std::size_t major = kNoMajor; // that major's place among all: by severity, overdue, age
    std::size_t unacknowledged = 0;
    bool maintained = false;    // by a window that is open now
    std::size_t stands_for = 1; // services of its group: those that have no tile of their own

    static constexpr std::size_t kNoMajor = static_cast<std::size_t>(-1);

    // Nothing to look at: grey.
    bool quiet() const { return severity == Severity::Normal || severity == Severity::Unknown; }
};

// Which of two keeps its name and its place longer where there is little room: majors in the order of the wall's head,
// then the more severe.
bool stands_before(const ServiceTile& a, const ServiceTile& b);

// Every service. `blind`: nobody hears of alerts, so that of what shows none nothing is known.
std::vector<ServiceTile> service_tiles(const State& state, Timestamp now, bool blind);

// What stands on a tile that is not quiet: "SEV1  Online shop  3"; "SEV1  +5" for five others, the worst a SEV1.
std::string tile_words(const ServiceTile& tile, bool named);

struct PlacedTile {
    std::size_t tile = 0; // index into those shown
    float x = 0;
    float y = 0;
    float width = 0;
    bool named = false;
};

struct PlacedGroup {
    std::string name {};
    float x = 0;
    float y = 0;
};

// The map laid out in pixels from its upper left corner.
struct ServiceMap {
    float letters = 0; // size of the text
    float height = 0;  // of a tile
    std::vector<ServiceTile> shown {};
    std::vector<PlacedTile> tiles {};
    std::vector<PlacedGroup> groups {};
    std::vector<std::size_t> left_out {}; // tiles for which there was no place
};

struct MapRoom {
    float width = 0;
    float height = 0;
    // Sizes of text that can be read from the wall's distance, largest first.
    std::vector<float> sizes {};
};

// All tiles with their names, each group in lines of its own, in the largest letters that fit; with more tiles the quiet ones shrink to their codes, then
// all but the worst. Nothing stands in smaller letters than can be read from afar: where there are still too many, one
// tile stands for the quiet ones of each group, then for all of it but the worst, with the worst state and the counts of
// what it stands for. `measure` gives a text's width in letters of the size 1.
ServiceMap lay_out_services(
    const std::vector<ServiceTile>& tiles, const MapRoom& room, const std::function<float(std::string_view)>& measure);

}
