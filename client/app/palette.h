// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keys/keymap.h"
#include "client/views/view.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchfloor {

// An exercise to start, by the name of its script, or to end, by its journal.
struct DrillWish {
    enum class Act { Start, End };
    Act act = Act::Start;
    std::string name {};
};

// What the palette offers: something to do on this screen, or a place to go to.
struct PaletteHit {
    std::string key {}; // under which its uses are counted
    std::string title {};
    std::string right {}; // its keys, or what kind of thing it is
    Location place {};
    std::optional<Action> action {};
    std::optional<DrillWish> drill {};
    bool goes = true;        // to the place; an action is pressed once that is there
    bool only_found = false; // not offered before something is typed
    std::string asks {};     // not empty: it ends something for others, and is chosen twice
    std::string why_not {};  // not empty: it cannot be done now
    std::string also {};     // other words that find it: what people call it, or its id
};

PaletteHit palette_place(std::string title, std::string right, Location place);

// Incidents, services and their timelines, people, resources, assets, sources and displays: each leads to where the room
// works with it.
void add_palette_places(std::vector<PaletteHit>& hits, const ViewInput& input);

// The entries of the incident whose screen this is, as far as they came, the newest first: each is chosen there.
void add_palette_entries(std::vector<PaletteHit>& hits, const ViewInput& input);

// How often what was chosen on this console; the newest come first, and what was not chosen for long is forgotten.
class PaletteUses {
public:
    static constexpr std::size_t kMost = 50;

    void read(std::string_view text);
    std::string text() const;
    void used(const std::string& key);
    int of(std::string_view key) const;

private:
    std::vector<std::pair<std::string, int>> counts_ {};
};

// Those that hold the words: first whose title begins so, then where a word of it does, then the others, last those that
// are called so otherwise (`also`); among equals
// what is used most, and then in the order given.
std::vector<PaletteHit> ranked_palette(
    const std::vector<PaletteHit>& hits, std::string_view words, const PaletteUses& uses);

}
